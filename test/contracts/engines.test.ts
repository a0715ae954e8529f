import { createHostEngine } from "../../shared/training/host-engine.ts";
import { referenceRunner } from "../../shared/training/reference-runner.ts";
import { createWasmRunner } from "../../worker/engine/ort-wasm.ts";
import { describeEngine } from "./engine-contract.ts";

describeEngine("the reference engine", (plan) => createHostEngine(plan, referenceRunner), {
  isReproducible: true,
});

const wasm = createWasmRunner({ threadCount: 1 });
describeEngine("ONNX Runtime Web on WASM in Node", (plan) => createHostEngine(plan, wasm), {
  isReproducible: true,
});
