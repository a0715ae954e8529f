/** Runs an exported file in two runtimes that share no code with an engine's: native, and the WASM that browsers load. */
import * as native from "onnxruntime-node";
import * as wasm from "onnxruntime-web/wasm";
import type { OnnxElement } from "../../../shared/model/onnx-encoding.ts";
import type { Shape } from "../../../shared/tensor/tensor-type.ts";

wasm.env.wasm.numThreads = 1;

export interface Feed {
  readonly element: OnnxElement;
  readonly shape: Shape;
  readonly data: Float32Array | Int32Array | BigInt64Array;
}

export interface Result {
  readonly shape: Shape;
  readonly data: Float32Array;
}

export type Run = (feeds: Readonly<Record<string, Feed>>) => Promise<Readonly<Record<string, Result>>>;

export const RUNTIMES: readonly (readonly [string, (file: Uint8Array) => Promise<Run>])[] = [
  ["onnxruntime-node", (file) => open(native, file)],
  ["onnxruntime-web", (file) => open(wasm, file)],
];

/** Tokens as the exported gpt reads them, [texts, tokens]; all texts have one length. */
export function tokenFeed(texts: readonly (readonly number[])[]): Feed {
  return {
    element: "int64",
    shape: [texts.length, texts[0]!.length],
    data: BigInt64Array.from(texts.flat(), BigInt),
  };
}

async function open(
  runtime: Pick<typeof wasm, "InferenceSession" | "Tensor">,
  file: Uint8Array,
): Promise<Run> {
  const session = await runtime.InferenceSession.create(file, { logSeverityLevel: 3 });
  return async (feeds) => {
    const tensors = Object.fromEntries(
      Object.entries(feeds).map(([name, { element, shape, data }]) => [
        name,
        new runtime.Tensor(element, data as Float32Array, [...shape]),
      ]),
    );
    const results = await session.run(tensors);
    return Object.fromEntries(
      Object.entries(results).map(([name, { dims, data }]) => [
        name,
        { shape: dims, data: Float32Array.from(data as Float32Array, Number) },
      ]),
    );
  };
}
