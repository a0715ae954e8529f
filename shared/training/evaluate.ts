import type { Dataset } from "../data/dataset.ts";
import type { Engine } from "../ports/engine.ts";

export interface Evaluated {
  /** Mean loss over all rows evaluated. */
  readonly loss: number;
  /** Share of rows whose most likely class is right; null where the answer is a number. */
  readonly accuracy: number | null;
  /** Mean absolute error in the model's units; null where the answer is a class. */
  readonly absoluteError: number | null;
  readonly sampleCount: number;
}

/**
 * Measures the model on the held-out part: all of it, or `maxSamples` spread evenly over it. The sum runs in sample order, so the result is reproducible.
 * @param batchSize at most the engine's training batch
 */
export async function evaluateOn(
  engine: Pick<Engine, "evaluate">,
  dataset: Dataset,
  {
    batchSize,
    maxSamples,
    shouldStop,
  }: { batchSize: number; maxSamples: number; shouldStop?: () => boolean },
): Promise<Evaluated> {
  const available = dataset.sampleCount("test");
  const sampleCount = Math.min(available, maxSamples);
  const totals = { loss: 0, rows: 0, correct: 0, deviation: 0, values: 0 };
  let done = 0;
  while (done < sampleCount && !shouldStop?.()) {
    const size = Math.min(batchSize, sampleCount - done);
    const start = done;
    const indices = Array.from({ length: size }, (_, index) =>
      Math.floor(((start + index) * available) / sampleCount),
    );
    const batch = dataset.batch("test", indices);
    const { losses, prediction } = await engine.evaluate(batch);
    totals.loss += losses.reduce((sum, loss) => sum + loss, 0);
    totals.rows += losses.length;
    const targets = batch["targets"]!.data;
    const width = prediction.length / losses.length;
    if (targets instanceof Int32Array) {
      targets.forEach(
        (target, row) =>
          (totals.correct += Number(
            indexOfLargest(prediction.subarray(row * width, (row + 1) * width)) === target,
          )),
      );
    } else {
      targets.forEach((target, index) => (totals.deviation += Math.abs(prediction[index]! - target)));
      totals.values += targets.length;
    }
    done += size;
  }
  const isClasses = totals.values === 0;
  return {
    loss: totals.loss / totals.rows,
    accuracy: isClasses ? totals.correct / totals.rows : null,
    absoluteError: isClasses ? null : totals.deviation / totals.values,
    sampleCount: done,
  };
}

/** Index of the largest value; the first of equals. */
export function indexOfLargest(values: ArrayLike<number>): number {
  let best = 0;
  for (let index = 1; index < values.length; index++) if (values[index]! > values[best]!) best = index;
  return best;
}
