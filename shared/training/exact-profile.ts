/** Written by `npx vitest run --project unit test/contracts/conformance.test.ts -u`; what the hashes are of is in conformance.ts. */
export const EXACT_PROFILE = {
  /** The runtime: onnxruntime-web's ort-wasm-simd-threaded.wasm. */
  runtimeHash: "3398c10d07d229bd91b364548e130e0e51a8e5704b88c7c083ebbeb78842dee2",
  /** The ONNX files of the probe. */
  graphsHash: "5aafdc73f023f91f8be7c0afe49eba24bd65810d7d1e2101fd5de6b60db21728",
  /** θ after the probe. */
  parametersHash: "3f8950ed99609962b291a9842c565f423015ab0f02e818fd282f0d02b8edd4ab",
} as const;
