/** Written by `npx vitest run --project unit test/contracts/conformance.test.ts -u`; what the hashes are of is in conformance.ts. */
export const EXACT_PROFILE = {
  /** The runtime: onnxruntime-web's ort-wasm-simd-threaded.wasm. */
  runtimeHash: "3398c10d07d229bd91b364548e130e0e51a8e5704b88c7c083ebbeb78842dee2",
  /** The ONNX files of the probe. */
  graphsHash: "bba8f7b92fab987f23783da3b2182ebeedae3600e61f5da6aba0fe13e3c0bf8b",
  /** θ after the probe. */
  parametersHash: "ccffb57947c21dfebf9d0e7eb85e1b5b4fc3f9039c7edff30bbf18bb1f6ad41f",
} as const;
