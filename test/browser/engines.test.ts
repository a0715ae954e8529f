/**
 * The engine contract in Chromium. WASM runs in a worker of its own as in the product; WebGPU, which is SwiftShader's, in
 * this thread, where all engines share one device and the shaders compiled for it, because compiling takes seconds.
 */
import type { EnginePlan } from "../../shared/training/engine-plan.ts";
import { createWebgpuEngine } from "../../worker/engine/ort-webgpu.ts";
import { openRemoteEngine } from "../../worker/engine/remote-engine.ts";
import { describeEngine } from "../contracts/engine-contract.ts";

const onWasm = (threadCount: number) => (plan: EnginePlan) =>
  openRemoteEngine(plan, { kind: "wasm", threadCount });

describeEngine("WASM with 1 thread", onWasm(1), { isReproducible: true });
describeEngine("WASM with 2 threads", onWasm(2), { isReproducible: true });
describeEngine("WebGPU", createWebgpuEngine, { isReproducible: false });
