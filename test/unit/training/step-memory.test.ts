import { expect, test } from "vitest";
import { GraphBuilder } from "../../../shared/model/graph-builder.ts";
import { peakBytes, stepMemoryBytes } from "../../../shared/training/step-memory.ts";
import { smallPlan } from "../../support/project-fixtures.ts";

const float = (shape: readonly number[]) => ({ elementType: "float32", shape }) as const;

test("a tensor goes after its last use", () => {
  const graph = new GraphBuilder();
  const x = graph.input("x", float([100]));
  const a = graph.tanh(x); // x and a
  const b = graph.tanh(a); // then a and b: x is used up
  expect(peakBytes(graph.finish({ out: graph.tanh(b) }))).toBe(2 * 100 * 4);
});

test("what is needed again later stays", () => {
  const graph = new GraphBuilder();
  const x = graph.input("x", float([100]));
  const a = graph.tanh(x);
  const b = graph.tanh(a);
  expect(peakBytes(graph.finish({ out: graph.add(b, x) }))).toBe(3 * 100 * 4);
});

test("another shape of a tensor takes no memory of its own, and keeps it", () => {
  const graph = new GraphBuilder();
  const x = graph.input("x", float([100]));
  const a = graph.tanh(x);
  const shaped = graph.reshape(a, [10, 10]);
  expect(peakBytes(graph.finish({ out: graph.tanh(shaped) }))).toBe(2 * 100 * 4);
});

test("a step takes more memory with more samples, and at least θ six times", () => {
  const [small, large] = [smallPlan({ batchSize: 1 }), smallPlan({ batchSize: 16 })].map(stepMemoryBytes);
  expect(large).toBeGreaterThan(small!);
  const parameterCount = 53 * 12 + 8 * 12; // the tables alone
  expect(small).toBeGreaterThan(6 * 4 * parameterCount);
});
