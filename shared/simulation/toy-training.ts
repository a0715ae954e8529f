/**
 * The smallest training there is, for fault schedules: every parameter is drawn towards a hidden target, with noise that depends on who trains in which
 * round. It has what the swarm's logic needs (progress, disagreement, honest updates that point the same way) at the price of a few hundred multiplications.
 */
import { createRandom } from "../core/random.ts";
import type { PeerId } from "../core/ids.ts";
import type { RoundJob, RoundResult } from "../ports/round-trainer.ts";
import { pseudoGradient, thetaHash } from "../training/local-round.ts";
import { createLayout, type ParameterLayout } from "../tensor/layout.ts";
import type { ComputeRound } from "./virtual-trainer.ts";

const ROWS = 8;
const COLUMNS = 12;
const BIASES = 16;
/** Share of the distance that one step covers. */
const RATE = 0.02;
const NOISE = 0.3;
/** Where liars outweigh the honest, the model drifts away without end; its steps still have to fit a codebook. */
const FARTHEST = 12;

export const TOY_LAYOUT: ParameterLayout = createLayout([
  { name: "matrix", shape: [ROWS, COLUMNS], role: "hidden", initial: { deviation: 1 } },
  { name: "bias", shape: [BIASES], role: "vector", initial: { constant: 0 } },
]);
export const TOY_TOKENS_PER_STEP = 10;

/** θ after some steps of a round. */
export type ToySteps = (parameters: Float32Array, round: number, steps: number) => Float32Array;

export function toySteps(seed: string, device: PeerId): ToySteps {
  const target = toyTarget(seed);
  return (parameters, round, steps) => {
    const noise = new Float32Array(parameters.length);
    createRandom(`${seed}/noise/${device}/${round}`).fillNormal(noise, NOISE);
    let covered = 0;
    for (let step = 0; step < steps; step++) covered += RATE * (1 - covered);
    return parameters.map(
      (value, index) => value - covered * (distanceTo(target, value, index) + noise[index]!),
    );
  };
}

export function toyTraining(seed: string, device: PeerId): ComputeRound {
  const target = toyTarget(seed);
  const after = toySteps(seed, device);
  return async ({ parameters, round, windowSteps }: RoundJob, steps: number): Promise<RoundResult> => {
    const distances = parameters.map((value, index) => distanceTo(target, value, index));
    const loss = distances.reduce((sum, distance) => sum + distance * distance, 0) / parameters.length;
    const ends = Array.from({ length: Math.ceil(steps / windowSteps) }, (_, window) =>
      Math.min(steps, (window + 1) * windowSteps),
    );
    const states = ends.map((end) => thetaHash(after(parameters, round, end)));
    const delta = pseudoGradient(parameters, after(parameters, round, steps));
    return { steps, tokens: steps * TOY_TOKENS_PER_STEP, loss, delta, states };
  };
}

function toyTarget(seed: string): Float32Array {
  const target = new Float32Array(TOY_LAYOUT.parameterCount);
  createRandom(`${seed}/target`).fillNormal(target, 1);
  return target;
}

function distanceTo(target: Float32Array, value: number, index: number): number {
  return Math.max(-FARTHEST, Math.min(FARTHEST, value - target[index]!));
}

/** Mean squared distance to the target: what a round should make smaller. */
export function toyLoss(seed: string, parameters: Float32Array): number {
  const target = toyTarget(seed);
  const squares = parameters.map((value, index) => (value - target[index]!) * (value - target[index]!));
  return squares.reduce((sum, square) => sum + square, 0) / parameters.length;
}
