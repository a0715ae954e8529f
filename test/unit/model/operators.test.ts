/**
 * The reference forward pass against values from the operators' definitions. Finite differences cannot see a wrong constant
 * in a forward pass, because forward and gradient then agree with each other.
 */
import { expect, test } from "vitest";
import { GraphBuilder } from "../../../shared/model/graph-builder.ts";
import { interpret } from "../../../shared/model/reference.ts";
import type { Value } from "../../../shared/model/operator.ts";
import { float32, int32, type Shape } from "../../../shared/tensor/tensor-type.ts";

type Input = readonly [data: number[], shape: Shape] | readonly [data: number[], shape: Shape, kind: "int32"];
type Build = (graph: GraphBuilder, ...inputs: Value[]) => Value;

function evaluate(inputs: readonly Input[], build: Build): number[] {
  const graph = new GraphBuilder();
  const tensors = inputs.map(([data, shape, kind]) =>
    kind === "int32"
      ? { ...int32(shape), data: Int32Array.from(data) }
      : { ...float32(shape), data: Float64Array.from(data) },
  );
  const values = tensors.map((tensor, index) => graph.input(`${index}`, tensor));
  const finished = graph.finish({ y: build(graph, ...values) });
  return [
    ...interpret(finished, Object.fromEntries(tensors.map((tensor, index) => [`${index}`, tensor])))["y"]!,
  ];
}

const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 13) as number);

const points = [-3, -0.5, 0, 0.1, 1, 4];
const elementwise = [
  ["exp", points, Math.exp],
  ["log", [0.1, 1, 7], Math.log],
  ["sqrt", [0.25, 2], Math.sqrt],
  ["relu", points, (x) => Math.max(0, x)],
  ["sigmoid", points, (x) => 1 / (1 + Math.exp(-x))],
  ["tanh", points, Math.tanh],
  ["gelu", points, (x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)))],
  ["silu", points, (x) => x / (1 + Math.exp(-x))],
] as const satisfies readonly (readonly [keyof GraphBuilder, number[], (x: number) => number])[];

test.each(elementwise)("%s", (operator, xs, formula) => {
  expect(evaluate([[xs, [xs.length]]], (graph, x) => graph[operator](x))).toEqual(close(xs.map(formula)));
});

test("softmax and logSoftmax of large values", () => {
  const shares = [0, 1, 3].map((x) => Math.exp(x) / (1 + Math.E + Math.exp(3)));
  expect(
    evaluate(
      [
        [
          [1000, 1001, 1003],
          [1, 3],
        ],
      ],
      (graph, x) => graph.softmax(x),
    ),
  ).toEqual(close(shares));
  const logs = evaluate(
    [
      [
        [1000, 1001, 1003],
        [1, 3],
      ],
    ],
    (graph, x) => graph.logSoftmax(x),
  );
  expect(logs).toEqual(close(shares.map(Math.log)));
});

test("crossEntropy stays finite where the probability rounds to zero", () => {
  const logits: Input = [
    [0, 0, 0, 0, 2000, 0],
    [2, 3],
  ];
  const losses = evaluate([logits, [[2, 0], [2], "int32"]], (graph, x, targets) =>
    graph.crossEntropy(x, targets),
  );
  expect(losses).toEqual(close([Math.log(3), 2000]));
});

test("a masked score has no weight at all", () => {
  const weights = evaluate(
    [
      [
        [0, 50, 1, 1],
        [2, 2],
      ],
    ],
    (graph, x) => graph.softmax(graph.causalMask(x)),
  );
  expect(weights).toEqual([1, 0, 0.5, 0.5]);
});

test("layerNorm and rmsNorm", () => {
  const inputs: Input[] = [
    [
      [1, 3, -1, 5],
      [2, 2],
    ],
    [[2, 0.5], [2]],
  ];
  const [near1, near3] = [1 / Math.sqrt(1 + 1e-5), 3 / Math.sqrt(9 + 1e-5)];
  const layer = evaluate(inputs, (graph, x, weight) => graph.layerNorm(x, weight));
  expect(layer).toEqual(close([-2 * near1, 0.5 * near1, -2 * near3, 0.5 * near3]));
  const root = (a: number, b: number) => Math.sqrt((a * a + b * b) / 2 + 1e-6);
  const rms = evaluate(inputs, (graph, x, weight) => graph.rmsNorm(x, weight));
  expect(rms).toEqual(close([2 / root(1, 3), 1.5 / root(1, 3), -2 / root(1, 5), 2.5 / root(1, 5)]));
});

test("rotary turns pair i of token t by t · 10000^(−2i/width)", () => {
  const turned = evaluate(
    [
      [
        [9, 9, 9, 9, 1, 2, 3, 4],
        [2, 4],
      ],
    ],
    (graph, x) => graph.rotary(x),
  );
  const slow = 0.01; // 10000^(−2/4)
  const expected = [
    Math.cos(1) * 1 - Math.sin(1) * 3,
    Math.cos(slow) * 2 - Math.sin(slow) * 4,
    Math.sin(1) * 1 + Math.cos(1) * 3,
    Math.sin(slow) * 2 + Math.cos(slow) * 4,
  ];
  expect(turned.slice(0, 4)).toEqual([9, 9, 9, 9]); // token 0 is not turned
  turned.slice(4).forEach((value, index) => expect(value).toBeCloseTo(expected[index]!, 6)); // float32 tables
});

test("rotating forward and backward gives the input", () => {
  const x = Array.from({ length: 24 }, (_, index) => index - 7);
  const there = evaluate([[x, [4, 6]]], (graph, value) => graph.rotary(graph.rotary(value), true));
  there.forEach((value, index) => expect(value).toBeCloseTo(x[index]!, 5));
});

test("matmul with transposes and a factor", () => {
  const a: Input = [
    [1, 2, 3, 4, 5, 6],
    [2, 3],
  ];
  const b: Input = [
    [1, 0, 2, -1, 3, 1],
    [2, 3],
  ];
  const product = evaluate([a, b], (graph, x, y) => graph.matmul(x, y, { transposeB: true, factor: 0.5 }));
  expect(product).toEqual([3.5, 4, 8, 8.5]);
  const other = evaluate([a, b], (graph, x, y) => graph.matmul(x, y, { transposeA: true }));
  expect(other).toEqual([-3, 12, 6, -3, 15, 9, -3, 18, 12]);
});

test("conv2d with a border and a stride that does not divide the image", () => {
  const image: Input = [
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
    [1, 1, 4, 4],
  ];
  const cross: Input = [
    [0, 1, 0, 1, -4, 1, 0, 1, 0],
    [1, 1, 3, 3],
  ];
  const map = evaluate([image, cross], (graph, x, weight) =>
    graph.conv2d(x, weight, { stride: 3, padding: 1 }),
  );
  expect(map).toEqual([2 + 5 - 4 * 1, 3 + 8 - 4 * 4, 9 + 14 - 4 * 13, 12 + 15 - 4 * 16]);
});

test("gather, scatterAdd and oneHot", () => {
  const rows: Input = [[2, 0, 2], [3], "int32"];
  const table: Input = [
    [1, 2, 3, 4, 5, 6],
    [3, 2],
  ];
  expect(evaluate([table, rows], (graph, t, r) => graph.gather(t, r))).toEqual([5, 6, 1, 2, 5, 6]);
  expect(evaluate([table, rows], (graph, t, r) => graph.scatterAdd(t, r, 4))).toEqual([
    3, 4, 0, 0, 6, 8, 0, 0,
  ]);
  expect(evaluate([rows], (graph, r) => graph.oneHot(r, 3))).toEqual([0, 0, 1, 1, 0, 0, 0, 0, 1]);
});

test("transpose, slice, split, concat, reductions and pooling", () => {
  const x: Input = [
    [1, 2, 3, 4, 5, 6, 7, 8],
    [2, 1, 2, 2],
  ];
  expect(evaluate([x], (graph, v) => graph.transpose(v, [2, 0, 3, 1]))).toEqual([1, 2, 5, 6, 3, 4, 7, 8]);
  expect(evaluate([x], (graph, v) => graph.slice(v, 3, 1, 1))).toEqual([2, 4, 6, 8]);
  expect(evaluate([x], (graph, v) => graph.concat(graph.split(v, 2, [1, 1]).toReversed(), 2))).toEqual([
    3, 4, 1, 2, 7, 8, 5, 6,
  ]);
  expect(evaluate([x], (graph, v) => graph.reduceSum(v, [0, 3]))).toEqual([14, 22]);
  expect(evaluate([x], (graph, v) => graph.reduceMean(v, [0, 1, 2, 3]))).toEqual([4.5]);
  expect(evaluate([x], (graph, v) => graph.globalAveragePool(v))).toEqual([2.5, 6.5]);
  expect(
    evaluate([x], (graph, v) => graph.broadcastTo(graph.reduceMean(v, [0, 1, 2], true), [2, 1, 1, 2])),
  ).toEqual([4, 5, 4, 5]);
});
