import { env, InferenceSession, Tensor as OrtTensor } from "onnxruntime-web/wasm";
import type { Tensor } from "../../shared/tensor/tensor-type.ts";

env.wasm.numThreads = 1;
env.logLevel = "error"; // unused graph inputs are warnings

/** Runs the ONNX file `model` once on ONNX Runtime's WASM backend with one thread, as the engine would. */
export async function runOnnx(
  model: Uint8Array,
  inputs: Readonly<Record<string, Tensor>>,
): Promise<Record<string, Float32Array>> {
  const session = await InferenceSession.create(model, { executionProviders: ["wasm"] });
  try {
    const feeds = Object.fromEntries(
      Object.entries(inputs).map(([name, { elementType, data, shape }]) => [
        name,
        new OrtTensor(elementType, data, [...shape]),
      ]),
    );
    const results = await session.run(feeds);
    return Object.fromEntries(
      Object.entries(results).map(([name, result]) => [name, Float32Array.from(result.data as Float32Array)]),
    );
  } finally {
    await session.release();
  }
}
