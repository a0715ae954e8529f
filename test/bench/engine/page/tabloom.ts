import type { Tensor } from "../../../../shared/tensor/tensor-type.ts";
import { createHostEngine } from "../../../../shared/training/host-engine.ts";
import { createWasmRunner } from "../../../../worker/engine/ort-wasm.ts";
import { type Contestant, LEARNING_RATE, OPTIMIZER, type RaceInput } from "./contestant.ts";

/** The product's engine as it runs in a tab without threads: gradient graph on ONNX Runtime, optimiser in TypeScript. */
export async function createTabloomContestant(input: RaceInput): Promise<Contestant> {
  const { model, batchSize, parameters } = input;
  const engine = await createHostEngine(
    { model, batchSize, optimizer: OPTIMIZER },
    createWasmRunner({ threadCount: 1 }),
  );
  await engine.write({ parameters, optimizerState: new Float32Array(0), step: 0 });
  const shape = [batchSize, model.blockSize];
  const indices = (data: Int32Array): Tensor => ({ elementType: "int32", shape, data });
  const batch = { tokens: indices(input.tokens), targets: indices(input.targets) };
  return {
    gradient: () => engine.gradient(batch),
    step: () => engine.step(batch, LEARNING_RATE),
    dispose: () => engine.dispose(),
  };
}
