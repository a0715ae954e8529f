/** The models that could learn a dataset, with what each of them costs. */
import { codecNamed } from "../../shared/compression/codecs.ts";
import { must } from "../../shared/core/assert.ts";
import type { OpenedDataset } from "../../shared/data/detect.ts";
import { createModel } from "../../shared/model/spec.ts";
import { planProject } from "../../shared/project/plan-project.ts";
import { MODEL_NAMES, type ModelName, defaultModelName } from "../../shared/training/defaults.ts";
import { stepFlops } from "../../shared/training/step-flops.ts";
import { stepMemoryBytes } from "../../shared/training/step-memory.ts";
import type { ModelOffer } from "../trial-api.ts";

/** @param recommended what a run without a choice would take */
export function modelOffers(dataset: OpenedDataset, recommended: ModelName): readonly ModelOffer[] {
  const [kind] = defaultModelName(dataset.task.kind).split(":");
  return MODEL_NAMES.filter((name) => name.split(":")[0] === kind).map((name) => {
    const plan = planProject(dataset, name, "");
    const { layout } = createModel(plan.model);
    const codec = must(codecNamed(plan.codec), "a plan of ours names a codec of ours");
    return {
      name,
      isRecommended: name === recommended,
      parameterCount: layout.parameterCount,
      updateBytes: codec.maxBytes(layout),
      memoryBytes: stepMemoryBytes(plan),
      stepFlops: stepFlops(plan),
    };
  });
}
