/** The pace that training is compared with: ONNX Runtime's own product of two 512 × 512 matrices, called like a training graph. */
import { GraphBuilder } from "../../../../shared/model/graph-builder.ts";
import { float32, type Shape, sizeOf, type Tensor } from "../../../../shared/tensor/tensor-type.ts";
import { createWasmRunner } from "../../../../worker/engine/ort-wasm.ts";
import { createRandom } from "../../../../shared/core/random.ts";
import { MATMUL_SIZE, type MatmulTurn } from "../race.ts";

export interface MatmulPace {
  run(runCount: number): Promise<MatmulTurn>;
}

export async function createMatmulPace(): Promise<MatmulPace> {
  // The product writes plain matrices as Gemm, and batches (here of one) as MatMul.
  const gemm = await compileProduct([MATMUL_SIZE, MATMUL_SIZE]);
  const matmul = await compileProduct([1, MATMUL_SIZE, MATMUL_SIZE]);
  return {
    run: async (runCount) => {
      const gemmMs: number[] = [];
      const matmulMs: number[] = [];
      for (let run = 0; run < runCount; run++) {
        gemmMs.push(await gemm());
        matmulMs.push(await matmul());
      }
      return { gemmMs, matmulMs };
    },
  };
}

/** A graph of one node; each call runs it once and returns the milliseconds that it took. */
async function compileProduct(shape: Shape): Promise<() => Promise<number>> {
  const graph = new GraphBuilder();
  const product = graph.matmul(graph.input("a", float32(shape)), graph.input("b", float32(shape)));
  const compiled = await createWasmRunner({ threadCount: 1 }).compile(graph.finish({ product }));
  const inputs = { a: randomTensor(shape, "a"), b: randomTensor(shape, "b") };
  await compiled.run(inputs);
  return async () => {
    const startMs = performance.now();
    await compiled.run(inputs);
    return performance.now() - startMs;
  };
}

function randomTensor(shape: Shape, label: string): Tensor {
  const data = new Float32Array(sizeOf(shape));
  createRandom(`matmul/${label}`).fillNormal(data, 1);
  return { ...float32(shape), data };
}
