/** The engine contract in Chromium, each engine in a worker of its own as in the product. WebGPU is SwiftShader's. */
import { openRemoteEngine } from "../../worker/engine/remote-engine.ts";
import { describeEngine } from "../contracts/engine-contract.ts";

describeEngine("WASM with 1 thread", (plan) => openRemoteEngine(plan, { kind: "wasm", threadCount: 1 }), {
  isReproducible: true,
});
describeEngine("WASM with 2 threads", (plan) => openRemoteEngine(plan, { kind: "wasm", threadCount: 2 }), {
  isReproducible: true,
});
describeEngine("WebGPU", (plan) => openRemoteEngine(plan, { kind: "webgpu" }), { isReproducible: false });
