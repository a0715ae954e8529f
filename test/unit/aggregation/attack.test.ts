/** Whether a cell with attackers still learns: a task whose answer is known, rounds as in training. */
import { expect, test } from "vitest";
import { aggregate } from "../../../shared/aggregation/aggregate.ts";
import { outerStep, type OuterState } from "../../../shared/aggregation/outer-step.ts";
import { LAYOUT, noise, plus, times, weighted } from "./cell.ts";

const PEERS = 8;
const ROUNDS = 12;
const ANSWER = noise("answer", 0.1);

/** Half the squared distance from the answer. */
const lossOf = (parameters: Float32Array) =>
  parameters.reduce((sum, value, at) => sum + (value - ANSWER[at]!) * (value - ANSWER[at]!), 0) / 2;

/** A third of the way to the answer, with noise as strong as the way itself. */
function honest(parameters: Float32Array, label: string): Float32Array {
  const way = times(plus(parameters, times(ANSWER, -1)), 0.3);
  const deviation = Math.sqrt(way.reduce((sum, value) => sum + value * value, 0) / way.length);
  return plus(way, noise(label, deviation));
}

type MeanOf = (deltas: readonly Float32Array[]) => Float32Array;

const plainMean: MeanOf = (deltas) =>
  deltas.reduce(
    (sum, delta) => plus(sum, times(delta, 1 / deltas.length)),
    new Float32Array(LAYOUT.parameterCount),
  );

const robustMean: MeanOf = (deltas) =>
  aggregate(
    deltas.map((delta, peer) => weighted(peer, delta)),
    LAYOUT,
  ).mean;

/** The loss after training, as a share of the loss before. */
function train(attackers: number, meanOf: MeanOf): number {
  let state: OuterState = {
    parameters: new Float32Array(LAYOUT.parameterCount),
    momentum: new Float32Array(LAYOUT.parameterCount),
  };
  const before = lossOf(state.parameters);
  for (let round = 0; round < ROUNDS; round++) {
    const deltas = Array.from({ length: PEERS }, (_, peer) => {
      const delta = honest(state.parameters, `${round}/${peer}`);
      return peer < attackers ? times(delta, -10) : delta;
    });
    state = outerStep(state, meanOf(deltas));
  }
  return lossOf(state.parameters) / before;
}

test("with two sign flippers of eight the cell learns as it does without", () => {
  expect(train(0, robustMean)).toBeLessThan(0.02);
  expect(train(2, robustMean)).toBeLessThan(0.02);
});

test("the plain mean of the same updates diverges", () => {
  expect(train(0, plainMean)).toBeLessThan(0.02);
  expect(train(2, plainMean)).toBeGreaterThan(10);
});
