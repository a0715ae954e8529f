/**
 * Everything that decides a training run besides its data: plain data, stored with checkpoints and replayed by auditors. Batch and learning rate of a step
 * are pure functions of it.
 */
import { permutedIndex } from "../core/permutation.ts";
import { createRandom } from "../core/random.ts";
import type { Dataset } from "../data/dataset.ts";
import { learningRateAt, type Schedule } from "../optimizer/schedule.ts";
import type { Batch, Engine } from "../ports/engine.ts";
import type { EnginePlan } from "./engine-plan.ts";

export interface RunPlan extends EnginePlan {
  readonly schedule: Schedule;
  /** Names the run's randomness: initial θ and the order of samples. */
  readonly seed: string;
}

/** The batch of the step with this index (0 is the first): samples in a fresh random order every epoch, each exactly once. */
export function batchAt({ seed, batchSize }: RunPlan, dataset: Dataset, step: number): Batch {
  const count = dataset.sampleCount("train");
  const order = createRandom(`${seed}/order`);
  const indices = Array.from({ length: batchSize }, (_, slot) => {
    const position = step * batchSize + slot;
    return permutedIndex(order.fork(`epoch ${Math.floor(position / count)}`), position % count, count);
  });
  return dataset.batch("train", indices);
}

/** One inner step. @returns its training loss; throws what Engine.step throws */
export function trainStep(engine: Engine, plan: RunPlan, dataset: Dataset, step: number): Promise<number> {
  return engine.step(batchAt(plan, dataset, step), learningRateAt(plan.schedule, step));
}
