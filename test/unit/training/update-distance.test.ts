/** The audit of work that cannot be compared by hash: what passes as the same work, and what does not. */
import { beforeAll, describe, expect, test } from "vitest";
import { codecNamed, CODECS, DEFAULT_CODEC } from "../../../shared/compression/codecs.ts";
import type { Codec } from "../../../shared/compression/codec.ts";
import { dense2 } from "../../../shared/compression/dense-codec.ts";
import { must } from "../../../shared/core/assert.ts";
import { createRandom } from "../../../shared/core/random.ts";
import { type OpenedDataset, openDataset } from "../../../shared/data/detect.ts";
import { createModel } from "../../../shared/model/spec.ts";
import { adamwSpec } from "../../../shared/optimizer/optimizer-spec.ts";
import { openEndedSchedule } from "../../../shared/project/plan-project.ts";
import { FIXED_POINT, type QuantizedUpdate } from "../../../shared/tensor/quantized.ts";
import type { ParameterLayout } from "../../../shared/tensor/layout.ts";
import type { GraphRunner } from "../../../shared/training/graph-runner.ts";
import { createHostEngine } from "../../../shared/training/host-engine.ts";
import { type LocalRound, trainRound } from "../../../shared/training/local-round.ts";
import { genesisParameters, type ProjectPlan } from "../../../shared/training/project-plan.ts";
import { referenceRunner } from "../../../shared/training/reference-runner.ts";
import {
  blurredParameters,
  DISTANCE_TOLERANCE_MICROS,
  isSteady,
  updateDistanceMicros,
} from "../../../shared/training/update-distance.ts";
import { noisyRunner } from "../../support/noisy-runner.ts";
import { smallPlan, storyBytes } from "../../support/project-fixtures.ts";
import { layoutOf, normalDelta, SMALL } from "../compression/updates.ts";

const TOLERANCE = DISTANCE_TOLERANCE_MICROS.unknown;
const codec = must(codecNamed(DEFAULT_CODEC), "the default codec exists");

describe("the distance of an update", () => {
  const four = layoutOf([4]);
  /** dense-2 keeps values of one magnitude as they are. */
  const own = Float32Array.of(1, -1, 1, -1);

  test.for([
    { what: "the same", values: [1, -1, 1, -1], expected: 0 },
    { what: "nothing", values: [0, 0, 0, 0], expected: 1_000_000 },
    { what: "half as long", values: [0.5, -0.5, 0.5, -0.5], expected: 500_000 },
    { what: "one value of four turned round", values: [1, -1, 1, 1], expected: 1_000_000 },
    { what: "two of four turned round", values: [-1, -1, 1, 1], expected: 1_414_214 },
    { what: "the opposite", values: [-1, 1, -1, 1], expected: 2_000_000 },
    { what: "ten times as long", values: [10, -10, 10, -10], expected: 9_000_000 },
  ])("of $what is $expected", ({ values, expected }) => {
    expect(updateDistanceMicros(dense2, four, own, exactly(values))).toBe(expected);
  });

  test("ends at a thousand lengths, so that it always fits a verdict", () => {
    const tiny = own.map((value) => value / FIXED_POINT);
    expect(updateDistanceMicros(dense2, four, tiny, exactly([16, 16, 16, 16]))).toBe(1_000_000_000);
  });

  test.for(CODECS)(
    "is 0 between equal pseudo-gradients through $name, and 2 between opposite ones",
    (any) => {
      const delta = normalDelta(SMALL, "delta");
      expect(distanceOf(any, SMALL, delta, delta)).toBe(0);
      const opposite = delta.map((value) => -value);
      expect(distanceOf(any, SMALL, delta, opposite)).toBeCloseTo(2e6, -5);
    },
  );

  test("grows with the difference between the pseudo-gradients", () => {
    const layout = layoutOf([5_000]);
    const [delta, other] = [normalDelta(layout, "a"), normalDelta(layout, "b")];
    const distances = [0, 0.0001, 0.001, 0.01, 0.1, 0.5, 1].map((share) =>
      distanceOf(codec, layout, delta, mix(delta, other, share)),
    );
    expect(distances).toEqual(distances.toSorted((a, b) => a - b));
    expect(new Set(distances).size).toBe(distances.length);
  });

  test("is refused where the replay itself gives no update", () => {
    const nothing = new Float32Array(4);
    expect(() => updateDistanceMicros(dense2, four, nothing, exactly([1, 1, 1, 1]))).toThrow(
      expect.objectContaining({ name: "NonFiniteError" }) as Error,
    );
  });
});

const STEPS = 15;
let dataset: OpenedDataset;
beforeAll(() => {
  dataset = openDataset([{ name: "stories.txt", bytes: storyBytes(100_000) }], { blockSize: 8 });
});

describe.for([
  { name: "Muon", plan: smallPlan() },
  { name: "AdamW", plan: smallPlan({ optimizer: adamwSpec(), schedule: openEndedSchedule(1e-3) }) },
])("a round with $name", ({ plan }) => {
  const { layout } = createModel(plan.model);
  const distance = (delta: Float32Array, other: Float32Array) => distanceOf(codec, layout, delta, other);

  test.for([1, 5, STEPS])("of %i steps is the same work on a device that rounds otherwise", async (steps) => {
    const right = await train(plan, referenceRunner, {}, steps);
    for (const noise of [1e-6, 1e-5, 1e-4]) {
      const honest = await train(plan, noisyRunner(referenceRunner, layout, noise), {}, steps);
      expect(distance(right, honest)).toBeLessThan(TOLERANCE / 2);
    }
  });

  test("is other work when it is forged", async () => {
    const right = await train(plan, referenceRunner);
    const halfway = await train(plan, referenceRunner, {}, Math.floor(STEPS / 2));
    const forged = {
      "ten times": right.map((value) => 10 * value),
      opposite: right.map((value) => -value),
      random: normalDelta(layout, "random").map((value) => value * 0.3),
      "another device's": await train(plan, referenceRunner, { device: "c".repeat(64) }),
      "another round's": await train(plan, referenceRunner, { round: 4 }),
      "from another θ": await train(plan, referenceRunner, {
        parameters: genesisParameters({ ...plan, seed: "other" }),
      }),
      "half of the steps": halfway,
      "half of the steps, twice": halfway.map((value) => 2 * value),
      "the last tenth left out": await train(plan, referenceRunner, {}, Math.floor(0.9 * STEPS)),
    };
    const blur = await blurDistance(plan, right);
    for (const [name, delta] of Object.entries(forged)) {
      expect(distance(right, delta), name).toBeGreaterThan(TOLERANCE);
      expect(isSteady(blur, distance(right, delta)), name).toBe(true);
    }
  });
});

test("in a chaotic round nobody is accused of what rounding does", async () => {
  const plan = smallPlan({ schedule: openEndedSchedule(0.3) }); // a hundred times too fast
  const { layout } = createModel(plan.model);
  const right = await train(plan, referenceRunner);
  const blur = await blurDistance(plan, right);
  for (const noise of [1e-6, 1e-5]) {
    const honest = await train(plan, noisyRunner(referenceRunner, layout, noise));
    const distance = distanceOf(codec, layout, right, honest);
    expect(distance).toBeGreaterThan(TOLERANCE);
    expect(isSteady(blur, distance)).toBe(false);
  }
});

test("a round is steady for distances of more than eight times its blurred replay's", () => {
  expect(isSteady(0, 150_001)).toBe(true);
  expect(isSteady(20_000, 160_001)).toBe(true);
  expect(isSteady(20_000, 160_000)).toBe(false);
});

test("a blurred θ is the same for all who judge a contribution, and barely another one", () => {
  const parameters = new Float32Array(1_000);
  createRandom("θ").fillNormal(parameters, 1);
  const blurred = blurredParameters(parameters, "a".repeat(64));
  expect(blurredParameters(parameters, "a".repeat(64))).toEqual(blurred);
  expect(blurredParameters(parameters, "b".repeat(64))).not.toEqual(blurred);
  parameters.forEach((value, index) => {
    const change = Math.abs(blurred[index]! - value);
    expect(change).toBeLessThanOrEqual(Math.abs(value) * 2.5e-4);
    expect(change > 0).toBe(value !== 0);
  });
});

/** An update of one tensor with these values. */
function exactly(values: readonly number[]): QuantizedUpdate {
  const entries = values.map((value) => value * FIXED_POINT);
  const codebook = [...new Set(entries)].toSorted((a, b) => a - b);
  const codes = Uint8Array.from(entries, (entry) => codebook.indexOf(entry));
  return [{ codebook: Int32Array.from(codebook), codes }];
}

/** As an auditor sees it: the other's pseudo-gradient went through the codec. */
function distanceOf(any: Codec, layout: ParameterLayout, own: Float32Array, other: Float32Array): number {
  const decoded = any.decode(any.encode(other, layout), layout);
  if (!decoded.ok) throw new Error(decoded.reason);
  return updateDistanceMicros(any, layout, own, decoded.update);
}

function mix(from: Float32Array, to: Float32Array, share: number): Float32Array {
  return from.map((value, index) => value + share * (to[index]! - value));
}

/** The pseudo-gradient of a round. */
async function train(
  plan: ProjectPlan,
  runner: GraphRunner,
  changes: Partial<LocalRound> = {},
  steps = STEPS,
): Promise<Float32Array> {
  const engine = await createHostEngine(plan, runner);
  const job = {
    project: "a".repeat(64),
    round: 3,
    device: "b".repeat(64),
    parameters: genesisParameters(plan),
    progress: 12,
    ...changes,
  };
  const { delta } = await trainRound(engine, plan, dataset, job, { shouldStop: (taken) => taken >= steps });
  return delta;
}

async function blurDistance(plan: ProjectPlan, right: Float32Array): Promise<number> {
  const parameters = blurredParameters(genesisParameters(plan), "c".repeat(64));
  const blurred = await train(plan, referenceRunner, { parameters });
  return distanceOf(codec, createModel(plan.model).layout, right, blurred);
}
