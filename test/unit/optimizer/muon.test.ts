import { expect, test } from "vitest";
import { muonDirection, muonStep } from "../../../shared/optimizer/muon.ts";
import { adamwSpec, muonRate, muonSpec } from "../../../shared/optimizer/optimizer-spec.ts";

test("the direction is Nesterov's momentum of the factored gradient, and the momentum stays as it was", () => {
  const momentum = Float32Array.of(1, -2);
  const direction = muonDirection(Float32Array.of(4, 8), momentum, 0.5, 0.25);
  // g = (1, 2): 1 + 0.5 · (0.5 · 1 + 1) = 1.75, 2 + 0.5 · (0.5 · −2 + 2) = 2.5
  expect([...direction]).toEqual([1.75, 2.5]);
  expect([...momentum]).toEqual([1, -2]);
});

test("a step keeps the momentum and moves each matrix along the orthogonal direction at its own rate", () => {
  const parameters = Float32Array.of(1, 1, 1, 1, 1, 1);
  const momentumState = Float32Array.of(2, 2, 2, 2, 2, 2);
  muonStep(
    {
      parameters,
      gradient: Float32Array.of(4, 4, 4, 4, 4, 4),
      momentumState,
      orthogonal: Float32Array.of(1, 0, 0, 1, -1, 0.5),
      groups: [
        { offset: 0, count: 1, rows: 1, columns: 4 },
        { offset: 4, count: 2, rows: 1, columns: 1 },
      ],
    },
    { learningRate: 0.1, weightDecay: 0.5, momentum: 0.5, gradientFactor: 0.25 },
  );
  // m = 0.5 · 2 + 0.25 · 4; θ = 0.95 − 0.1 · 0.4 · √4 · o, and √1 for the small matrices
  expect([...momentumState]).toEqual([2, 2, 2, 2, 2, 2]);
  const expected = [0.95 - 0.08, 0.95, 0.95, 0.95 - 0.08, 0.95 + 0.04, 0.95 - 0.02];
  expected.forEach((value, index) => expect(parameters[index]).toBeCloseTo(value, 6));
});

test("an orthogonal matrix moves by the same root mean square whatever its shape", () => {
  // A semi-orthogonal matrix has min(rows, columns) as its squared norm, so entries of mean square 1 / max(rows, columns).
  for (const [rows, columns] of [
    [4, 4],
    [128, 512],
    [512, 128],
  ] as const)
    expect(muonRate(rows, columns) / Math.sqrt(Math.max(rows, columns))).toBeCloseTo(0.4, 12);
});

test("the two specifications differ only in kind, and overrides win", () => {
  expect({ ...adamwSpec(), kind: "muon" }).toEqual(muonSpec());
  expect(adamwSpec({ beta2: 0.95 })).toEqual({ ...adamwSpec(), beta2: 0.95 });
  expect(muonSpec({ weightDecay: 1 }).weightDecay).toBe(1);
});
