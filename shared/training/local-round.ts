/**
 * What one peer computes in one round. Every bit of the result follows from public facts (θ of the head, project, round, device, number
 * of steps), so anybody can replay it: batches and learning rates depend on nothing else, and the inner optimiser starts from zero.
 */
import { bytesOf } from "../core/bytes.ts";
import { NonFiniteError } from "../core/errors.ts";
import { hashOf } from "../core/hash.ts";
import type { Hash, PeerId } from "../core/ids.ts";
import type { Dataset } from "../data/dataset.ts";
import { learningRateAt } from "../optimizer/schedule.ts";
import type { Batch, Engine } from "../ports/engine.ts";
import type { RoundResult } from "../ports/round-trainer.ts";
import type { ProjectPlan } from "./project-plan.ts";
import { batchAt } from "./run-plan.ts";

/** The optimiser's moments start from zero in every round and are rough at first; measured on tinyshakespeare: 5 do as well as 10, none costs a little. */
const WARMUP_STEPS = 5;

/** Whose work in which round: what the batches depend on. */
export interface RoundWork {
  readonly project: Hash;
  readonly round: number;
  readonly device: PeerId;
}

export interface LocalRound extends RoundWork {
  /** θ of the head that the round starts from, [parameterCount]. */
  readonly parameters: Float32Array;
  /** Inner steps per peer that the head stands for. */
  readonly progress: number;
}

export interface RoundHooks {
  /** Asked after every step with the number of steps taken; at least one is always taken. */
  readonly shouldStop: (steps: number) => boolean;
  /** After every step; the next one waits for it. */
  readonly onStep?: (steps: number, loss: number) => Promise<void> | void;
  /** θ after every so many steps and after the last is hashed into `states` (windows.ts); 0 or absent: it is not. */
  readonly windowSteps?: number;
}

/** The batch of a step (0 is the round's first): each device and round has its own order of the training samples, without repetition until all were seen. */
export function roundBatchAt(
  plan: ProjectPlan,
  dataset: Dataset,
  { project, round, device }: RoundWork,
  step: number,
): Batch {
  return batchAt({ ...plan, seed: `${project}/${round}/${device}` }, dataset, step);
}

/** Learning rate of a step of a round that starts from a head with this progress. */
export function roundLearningRateAt({ schedule }: ProjectPlan, progress: number, step: number): number {
  const warmup = Math.min(1, (step + 1) / (WARMUP_STEPS + 1));
  return learningRateAt(schedule, progress + step) * warmup;
}

/** Name of θ on the way: SHA-256 of its little-endian float32. */
export function thetaHash(parameters: Float32Array): Hash {
  return hashOf(bytesOf(parameters));
}

/**
 * Trains from θ of the head until `shouldStop`. A replay stops at the same number of steps.
 * @throws what Engine.step throws; NonFiniteError also when the pseudo-gradient is not finite
 */
export async function trainRound(
  engine: Engine,
  plan: ProjectPlan,
  dataset: Dataset,
  job: LocalRound,
  { shouldStop, onStep, windowSteps = 0 }: RoundHooks,
): Promise<RoundResult> {
  await engine.write({ parameters: job.parameters, optimizerState: new Float32Array(0), step: 0 });
  const states: Hash[] = [];
  let steps = 0;
  let lossSum = 0;
  do {
    if (windowSteps > 0 && steps > 0 && steps % windowSteps === 0)
      states.push(thetaHash((await engine.read()).parameters));
    const batch = roundBatchAt(plan, dataset, job, steps);
    const loss = await engine.step(batch, roundLearningRateAt(plan, job.progress, steps));
    steps++;
    lossSum += loss;
    await onStep?.(steps, loss);
  } while (!shouldStop(steps));
  const { parameters } = await engine.read();
  if (windowSteps > 0) states.push(thetaHash(parameters));
  return {
    steps,
    tokens: steps * plan.batchSize * dataset.unitsPerSample,
    loss: lossSum / steps,
    delta: pseudoGradient(job.parameters, parameters),
    states,
  };
}

/** θ before − θ after, in float32. @throws NonFiniteError: such an update would poison everybody's model */
export function pseudoGradient(before: Float32Array, after: Float32Array): Float32Array {
  const delta = before.map((value, index) => value - after[index]!);
  if (!delta.every(Number.isFinite))
    throw new NonFiniteError("the round's result is not finite; lower the learning rate");
  return delta;
}
