/** Written by `npx vitest run --project unit test/contracts/conformance.test.ts -u`; what the hashes are of is in conformance.ts. */
export const EXACT_PROFILE = {
  /** The runtime: onnxruntime-web's ort-wasm-simd-threaded.wasm. */
  runtimeHash: "3398c10d07d229bd91b364548e130e0e51a8e5704b88c7c083ebbeb78842dee2",
  /** The ONNX files of the probe. */
  graphsHash: "59e2840a68e9d1af465c6b0f37f8b6dc4fab878e81247bbf35f9319244d95808",
  /** θ after the probe. */
  parametersHash: "b2f798b50bad6a0e2cb6e03e778e75de5ac5e0a93ff2469045dd8ba689e42a0f",
} as const;
