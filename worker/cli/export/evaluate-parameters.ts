/** The held-out loss of a model that nobody trains any more. */
import type { OpenedDataset } from "../../../shared/data/detect.ts";
import type { EnginePlan } from "../../../shared/training/engine-plan.ts";
import { type Evaluated, evaluateOn } from "../../../shared/training/evaluate.ts";
import { createHostEngine } from "../../../shared/training/host-engine.ts";
import { createWasmRunner } from "../../engine/ort-wasm.ts";
import { nodeRuntime } from "../node-runtime.ts";

export async function evaluateParameters(
  plan: EnginePlan,
  parameters: Float32Array,
  dataset: OpenedDataset,
): Promise<Evaluated> {
  const engine = await createHostEngine(plan, createWasmRunner({ threadCount: 1 }, nodeRuntime));
  try {
    await engine.write({ parameters, optimizerState: new Float32Array(0), step: 0 });
    return await evaluateOn(engine, dataset, { batchSize: plan.batchSize, maxSamples: Infinity });
  } finally {
    await engine.dispose();
  }
}
