/** What the model says now, for the page: a text that it writes, or answers to questions from the held-out part. */
import { createRandom } from "../shared/core/random.ts";
import type { OpenedDataset } from "../shared/data/detect.ts";
import type { Engine } from "../shared/ports/engine.ts";
import type { RunPlan } from "../shared/training/run-plan.ts";
import type { Sample } from "./api.ts";
import { TextSampler } from "./text-sampler.ts";

/** Questions shown at once. */
const QUESTION_COUNT = 5;

export type Sampler = (engine: Engine) => Promise<Sample>;

export function createSampler(
  dataset: OpenedDataset,
  plan: RunPlan,
  ports: { nowMs(): number; shouldStop(): boolean },
): Sampler {
  const random = createRandom(`${plan.seed}/samples`);
  if (dataset.kind === "text") {
    const sampler = new TextSampler({
      ...ports,
      random,
      blockSize: dataset.unitsPerSample,
      prompt: dataset.opening,
    });
    return async (engine) => ({
      kind: "text",
      prompt: "",
      text: dataset.decode(await sampler.write(engine)),
    });
  }
  let turn = 0;
  return async (engine) => {
    const available = dataset.sampleCount("test");
    const count = Math.min(QUESTION_COUNT, plan.batchSize, available);
    const indices = Array.from({ length: count }, () => random.below(available, turn++));
    const { prediction } = await engine.evaluate(dataset.batch("test", indices));
    const width = prediction.length / count;
    const answers = indices.map((index, row) => ({
      question: dataset.question(index),
      answer: dataset.answer(prediction.subarray(row * width, (row + 1) * width)),
      truth: dataset.truth(index),
    }));
    return { kind: "answers", answers };
  };
}
