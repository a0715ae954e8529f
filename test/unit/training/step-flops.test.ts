import { expect, test } from "vitest";
import { adamwSpec, muonSpec } from "../../../shared/optimizer/optimizer-spec.ts";
import type { ProjectPlan } from "../../../shared/training/project-plan.ts";
import { stepFlops } from "../../../shared/training/step-flops.ts";
import { smallPlan } from "../../support/project-fixtures.ts";

/** Three numbers in, one out, four hidden. */
const perceptron = (overrides: Partial<ProjectPlan> = {}): ProjectPlan =>
  smallPlan({
    model: {
      kind: "mlp",
      numericCount: 3,
      categoricalCount: 0,
      categoryCount: 0,
      hiddenWidths: [4],
      output: { kind: "numbers", count: 1 },
    },
    ...overrides,
  });

test("a step costs the products of the forward and the backward pass, over the whole batch", () => {
  const [hidden, output] = [2 * 3 * 4, 2 * 4 * 1]; // a multiply-add is two operations
  const perRow = 2 * hidden + 3 * output; // nobody needs the gradient of the input
  expect(stepFlops(perceptron({ batchSize: 1 }))).toBe(perRow);
  expect(stepFlops(perceptron({ batchSize: 7 }))).toBe(7 * perRow);
});

test("a step costs the same whatever the plan says about anything but model and batch", () => {
  const plan = perceptron({ optimizer: adamwSpec() });
  const others: Partial<ProjectPlan>[] = [
    { optimizer: muonSpec() },
    { rules: { roundMs: 60_000, maxSteps: 5_000 } },
    { seed: "other" },
  ];
  for (const other of others) expect(stepFlops({ ...plan, ...other })).toBe(stepFlops(plan));
});
