import { describe, expect, test } from "vitest";
import { adamwSpec, muonSpec, type OptimizerSpec } from "../../../shared/optimizer/optimizer-spec.ts";
import { muonEnd, optimizerStateLength, optimizerStep } from "../../../shared/optimizer/optimizer.ts";
import { createLayout } from "../../../shared/tensor/layout.ts";

const initial = { deviation: 1 };
/** Two hidden parameters of different shapes, a table and a vector. */
const LAYOUT = createLayout([
  { name: "norm", shape: [2], role: "vector", initial },
  { name: "embedding", shape: [3, 2], role: "table", initial },
  { name: "square", shape: [2, 2], role: "hidden", initial },
  { name: "wide", shape: [1, 4], role: "hidden", initial },
]);
const HIDDEN = LAYOUT.hiddenEnd;
const COUNT = LAYOUT.parameterCount;
const SPECS = [muonSpec(), adamwSpec()];

const identity = async (direction: Float32Array) => direction;

interface Setting {
  readonly gradient?: Float32Array;
  readonly learningRate?: number;
  readonly orthogonalize?: (direction: Float32Array) => Promise<Float32Array>;
}

/** One first step from θ = 1; returns what is in memory afterwards, also when the step failed. */
async function takeStep(spec: OptimizerSpec, setting: Setting = {}) {
  const parameters = new Float32Array(COUNT).fill(1);
  const state = new Float32Array(optimizerStateLength(spec, LAYOUT)).fill(0.5);
  const error: unknown = await optimizerStep(spec, LAYOUT, {
    parameters,
    state,
    gradient: setting.gradient ?? new Float32Array(COUNT),
    stepNumber: 1,
    learningRate: setting.learningRate ?? 0.1,
    orthogonalize: setting.orthogonalize ?? identity,
  }).catch((caught: unknown) => caught);
  return { parameters, state, error };
}

test("Muon treats the hidden range, AdamW alone treats nothing with Muon", () => {
  expect(HIDDEN).toBe(8);
  expect(muonEnd(muonSpec(), LAYOUT)).toBe(8);
  expect(muonEnd(adamwSpec(), LAYOUT)).toBe(0);
});

test("the state has two moments per parameter, and one where Muon works", () => {
  expect(optimizerStateLength(adamwSpec(), LAYOUT)).toBe(2 * COUNT);
  expect(optimizerStateLength(muonSpec(), LAYOUT)).toBe(2 * COUNT - 8);
});

describe.for(SPECS)("a step with $kind", (spec) => {
  test("decays matrices and tables, and leaves vectors alone", async () => {
    // Moments of zero would hide nothing, but the state here is 0.5: compare with the same step without decay.
    const decayed = await takeStep({ ...spec, weightDecay: 0.5 });
    const plain = await takeStep({ ...spec, weightDecay: 0 });
    const differences = decayed.parameters.map((value, index) => plain.parameters[index]! - value);
    differences.forEach((difference, index) =>
      expect(difference).toBeCloseTo(index < LAYOUT.tableEnd ? 0.05 : 0, 6),
    );
  });

  test.for([Number.NaN, Infinity])("refuses a gradient with %s and changes nothing", async (value) => {
    const gradient = new Float32Array(COUNT).fill(0.1);
    gradient[COUNT - 1] = value;
    const { parameters, state, error } = await takeStep(spec, { gradient });
    expect(error).toMatchObject({ name: "NonFiniteError" });
    expect(parameters.every((theta) => theta === 1)).toBe(true);
    expect(state.every((moment) => moment === 0.5)).toBe(true);
  });

  test("clips a large gradient to the limit before it enters the moments", async () => {
    const gradient = new Float32Array(COUNT).fill(100);
    const { state } = await takeStep({ ...spec, clipNorm: 2 }, { gradient });
    const clipped = 2 / Math.sqrt(COUNT);
    // The first moment of the last vector value, which AdamW treats in both.
    expect(state[COUNT - 1]).toBeCloseTo(0.9 * 0.5 + 0.1 * clipped, 6);
    expect(state.at(-1)).toBeCloseTo(0.99 * 0.5 + 0.01 * clipped ** 2, 6);
  });

  test("with a learning rate of zero keeps θ and still gathers moments", async () => {
    const { parameters, state } = await takeStep(spec, {
      gradient: new Float32Array(COUNT).fill(0.01),
      learningRate: 0,
    });
    expect(parameters.every((theta) => theta === 1)).toBe(true);
    expect(state.some((moment) => moment !== 0.5)).toBe(true);
  });
});

test("Muon refuses an orthogonalised direction that is not finite and changes nothing", async () => {
  for (const value of [Number.NaN, -Infinity]) {
    const { parameters, state, error } = await takeStep(muonSpec(), {
      gradient: new Float32Array(COUNT).fill(0.1),
      orthogonalize: async (direction) => direction.with(0, value),
    });
    expect(error).toMatchObject({ name: "NonFiniteError" });
    expect(parameters.every((theta) => theta === 1)).toBe(true);
    expect(state.every((moment) => moment === 0.5)).toBe(true);
  }
});

test("a failing orthogonalisation changes nothing", async () => {
  const { parameters, state, error } = await takeStep(muonSpec(), {
    orthogonalize: () => Promise.reject(new Error("the device is gone")),
  });
  expect(error).toMatchObject({ message: "the device is gone" });
  expect(parameters.every((theta) => theta === 1)).toBe(true);
  expect(state.every((moment) => moment === 0.5)).toBe(true);
});

test("Muon moves hidden matrices against the orthogonal direction; the rest follows AdamW", async () => {
  const gradient = Float32Array.from({ length: COUNT }, (_, index) => 0.01 * (index + 1));
  const orthogonal = Float32Array.from({ length: HIDDEN }, (_, index) => index - 3);
  const spec = { ...muonSpec(), weightDecay: 0 };
  const muon = await takeStep(spec, { gradient, orthogonalize: async () => orthogonal });
  const adamw = await takeStep({ ...spec, kind: "adamw" }, { gradient });
  for (const { offset, count, rows, columns } of LAYOUT.matrixGroups)
    for (let index = offset; index < offset + count * rows * columns; index++) {
      const move = 0.1 * 0.4 * Math.sqrt(Math.max(rows, columns)) * orthogonal[index]!;
      expect(muon.parameters[index]).toBeCloseTo(1 - move, 5);
    }
  expect(muon.parameters.subarray(HIDDEN)).toEqual(adamw.parameters.subarray(HIDDEN));
  expect(muon.state.subarray(HIDDEN, COUNT)).toEqual(adamw.state.subarray(HIDDEN, COUNT));
  expect(muon.state.subarray(COUNT)).toEqual(adamw.state.subarray(COUNT + HIDDEN));
});

test("AdamW never asks for an orthogonalisation", async () => {
  const { error } = await takeStep(adamwSpec(), {
    orthogonalize: () => Promise.reject(new Error("asked")),
  });
  expect(error).toBeUndefined();
});
