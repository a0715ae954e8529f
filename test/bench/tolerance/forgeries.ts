/** Pseudo-gradients of those who did not do the work, and of those who did most of it. */
import { createRandom } from "../../../shared/core/random.ts";
import type { Dataset } from "../../../shared/data/dataset.ts";
import { genesisParameters } from "../../../shared/training/project-plan.ts";
import type { Engine } from "../../../shared/ports/engine.ts";
import type { LocalRound } from "../../../shared/training/local-round.ts";
import type { ParameterLayout } from "../../../shared/tensor/layout.ts";
import type { Case } from "./cases.ts";
import { type Snapshots, trainSnapshots } from "./snapshots.ts";

/** By name, pseudo-gradients that must be refused. */
export type Forgeries = Readonly<Record<string, Float32Array>>;

/** Numbers of steps of the right work that forgeries of `steps` are made of. */
export const stolenSteps = (steps: number): readonly number[] =>
  [half(steps), nineTenths(steps), steps - 1].filter((taken) => taken > 0);

const half = (steps: number) => Math.floor(steps / 2);
const nineTenths = (steps: number) => Math.floor(0.9 * steps);

/** Other work than what was asked for, after each number of steps. */
export type OtherWork = Readonly<Record<string, Snapshots>>;

export async function trainOtherWork(
  engine: Engine,
  opened: Case,
  job: LocalRound,
  steps: readonly number[],
): Promise<OtherWork> {
  const train = (changes: Partial<LocalRound>, dataset: Dataset = opened.dataset) =>
    trainSnapshots(engine, { ...opened, dataset }, { ...job, ...changes }, steps);
  return {
    "another device's": await train({ device: "another" }),
    "another round's": await train({ round: job.round + 1 }),
    "from another θ": await train({ parameters: genesisParameters({ ...opened.plan, seed: "another" }) }),
    "half of each batch": await train({}, halvedBatches(opened.dataset)),
  };
}

/** The first half of every batch twice: half the work, where batches have a fixed size. */
function halvedBatches(dataset: Dataset): Dataset {
  const { task, unit, unitsPerSample } = dataset;
  return {
    task,
    unit,
    unitsPerSample,
    sampleCount: (split) => dataset.sampleCount(split),
    batch: (split, indices) => {
      const kept = indices.slice(0, Math.ceil(indices.length / 2));
      return dataset.batch(split, [...kept, ...kept].slice(0, indices.length));
    },
  };
}

/** No work, or other work, or half of it. */
export function forge(right: Snapshots, other: OtherWork, layout: ParameterLayout, steps: number): Forgeries {
  const delta = right.get(steps)!;
  const forgeries: Record<string, Float32Array> = {
    "ten times": delta.map((value) => 10 * value),
    opposite: delta.map((value) => -value),
    random: randomLike(delta, layout),
  };
  for (const [name, snapshots] of Object.entries(other)) forgeries[name] = snapshots.get(steps)!;
  const halfway = right.get(half(steps));
  if (halfway) {
    forgeries["half of the steps"] = halfway;
    forgeries["half of the steps, stretched"] = stretch(halfway, delta);
  }
  return forgeries;
}

/** Nearly all the work: what a cheat can save, or spoil, without being far away. */
export function shave(right: Snapshots, layout: ParameterLayout, steps: number): Forgeries {
  const delta = right.get(steps)!;
  const vectorsOpposite = delta.map((value, index) => (index < layout.tableEnd ? value : -value));
  const shaved: Record<string, Float32Array> = { "norms and biases opposite": vectorsOpposite };
  if (steps > 1) shaved["last step left out"] = right.get(steps - 1)!;
  if (nineTenths(steps) > 0 && steps > 9) {
    shaved["last tenth left out"] = right.get(nineTenths(steps))!;
    shaved["last tenth left out, stretched"] = stretch(right.get(nineTenths(steps))!, delta);
  }
  return shaved;
}

/** As long as the right one along it: more than a forger can know. */
function stretch(part: Float32Array, whole: Float32Array): Float32Array {
  const dot = (a: Float32Array, b: Float32Array) =>
    a.reduce((sum, value, index) => sum + value * b[index]!, 0);
  const factor = dot(part, whole) / dot(part, part);
  return part.map((value) => factor * value);
}

/** Normal values, as large in each parameter as the right ones. */
function randomLike(delta: Float32Array, layout: ParameterLayout): Float32Array {
  const values = new Float32Array(delta.length);
  for (const { name, offset, size } of layout.parameters) {
    const own = delta.subarray(offset, offset + size);
    const rms = Math.sqrt(own.reduce((sum, value) => sum + value * value, 0) / size);
    createRandom(`forgery/${name}`).fillNormal(values.subarray(offset, offset + size), rms);
  }
  return values;
}
