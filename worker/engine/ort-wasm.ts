/**
 * ONNX Runtime Web's WASM backend as a graph runner. Everything here is part of the exact profile: the runtime's version (pinned in
 * package.json), the optimisation level, the ONNX bytes. Thread count is not: the bits are the same with any.
 */
import * as ort from "onnxruntime-web/wasm";
import { writeOnnx } from "../../shared/model/onnx-writer.ts";
import type { CompiledGraph, GraphRunner } from "../../shared/training/graph-runner.ts";
import type { Tensor } from "../../shared/tensor/tensor-type.ts";

/** Part of the exact profile: other levels fuse differently and give other bits (measured: relative L2 2e-7). */
const GRAPH_OPTIMIZATION_LEVEL = "all";

export interface WasmOptions {
  /** Threads of the runtime; fixed for the life of this module, because the runtime starts them once. */
  readonly threadCount: number;
}

/** The runtime as a module. Browsers take this file's; Node's, which can start threads there, is in worker/cli/node-runtime.ts. */
export type WasmRuntime = Pick<typeof ort, "env" | "InferenceSession" | "Tensor">;

/** @throws the runtime's error when its WASM cannot be loaded, or a thread cannot be started */
export function createWasmRunner({ threadCount }: WasmOptions, runtime: WasmRuntime = ort): GraphRunner {
  runtime.env.wasm.numThreads = threadCount;
  runtime.env.logLevel = "error";
  return {
    compile: async (graph) => {
      const session = await runtime.InferenceSession.create(writeOnnx(graph, "wasm"), {
        executionProviders: ["wasm"],
        graphOptimizationLevel: GRAPH_OPTIMIZATION_LEVEL,
      });
      return compiled(session, runtime);
    },
  };
}

function compiled(session: ort.InferenceSession, { Tensor: RuntimeTensor }: WasmRuntime): CompiledGraph {
  const toOrt = ({ elementType, data, shape }: Tensor) => new RuntimeTensor(elementType, data, shape);
  return {
    run: async (inputs) => {
      const results = await session.run(
        Object.fromEntries(Object.entries(inputs).map(([name, tensor]) => [name, toOrt(tensor)])),
      );
      return Object.fromEntries(
        Object.entries(results).map(([name, tensor]) => [name, tensor.data as Float32Array]),
      );
    },
    dispose: () => session.release(),
  };
}
