/** What a developer who joins two wrong tensors reads: every operator names itself or its rule, and what it got. */
import { expect, test } from "vitest";
import { GraphBuilder } from "../../../shared/model/graph-builder.ts";
import { interpret } from "../../../shared/model/reference.ts";
import type { Value } from "../../../shared/model/operator.ts";
import { float32, int32 } from "../../../shared/tensor/tensor-type.ts";

type Attempt = (
  graph: GraphBuilder,
  x: (...shape: number[]) => Value,
  i: (...shape: number[]) => Value,
) => unknown;

const attempts: readonly (readonly [name: string, message: string, attempt: Attempt])[] = [
  ["add", "cannot broadcast [2, 3] with [2]: axis 1 is 3 and 2", (graph, x) => graph.add(x(2, 3), x(2))],
  [
    "multiply of indices",
    "multiply needs float32 on both sides, got float32 and int32",
    (graph, x, i) => graph.multiply(x(2), i(2)),
  ],
  [
    "broadcastTo",
    "cannot broadcast [2, 3] to [3]: an axis would shrink",
    (graph, x) => graph.broadcastTo(x(2, 3), [3]),
  ],
  ["reshape", "cannot reshape [2, 3] to [5]: sizes differ", (graph, x) => graph.reshape(x(2, 3), [5])],
  [
    "transpose: too few axes",
    "permutation [1, 0] does not fit shape [2, 3, 4]",
    (graph, x) => graph.transpose(x(2, 3, 4), [1, 0]),
  ],
  [
    "transpose: axis out of range",
    "permutation [0, 2] does not fit shape [2, 3]",
    (graph, x) => graph.transpose(x(2, 3), [0, 2]),
  ],
  ["slice", "slice [2, 5) leaves axis 1 of [2, 4]", (graph, x) => graph.slice(x(2, 4), 1, 2, 3)],
  ["split", "split: sizes [1, 1] do not add up to axis 0 of [3]", (graph, x) => graph.split(x(3), 0, [1, 1])],
  [
    "concat",
    "concat along axis 0: [1, 4] does not fit [1, 3]",
    (graph, x) => graph.concat([x(1, 3), x(1, 4)], 0),
  ],
  ["reduceSum", "cannot reduce axes [2] of [2, 3]", (graph, x) => graph.reduceSum(x(2, 3), [2])],
  ["reduceMean", "cannot reduce axes [0, 0] of [2, 3]", (graph, x) => graph.reduceMean(x(2, 3), [0, 0])],
  ["matmul: inner sizes", "matmul: [2, 3] × [4, 5] do not fit", (graph, x) => graph.matmul(x(2, 3), x(4, 5))],
  [
    "matmul: batches",
    "matmul: [2, 3, 4] × [1, 4, 5] do not fit",
    (graph, x) => graph.matmul(x(2, 3, 4), x(1, 4, 5)),
  ],
  ["matmul: a vector", "matmul: [2, 3] × [3] do not fit", (graph, x) => graph.matmul(x(2, 3), x(3))],
  [
    "gather",
    "gather needs a matrix and int32 indices, got [4, 3] and float32",
    (graph, x) => graph.gather(x(4, 3), x(2)),
  ],
  [
    "scatterAdd",
    "scatterAdd needs [...indices, width] and int32 indices, got [2, 3] and int32[3]",
    (graph, x, i) => graph.scatterAdd(x(2, 3), i(3), 4),
  ],
  ["oneHot", "oneHot needs int32 indices, got float32", (graph, x) => graph.oneHot(x(2), 3)],
  [
    "crossEntropy: rows",
    "crossEntropy needs [rows, classes] and int32[rows], got [2, 3] and int32[3]",
    (graph, x, i) => graph.crossEntropy(x(2, 3), i(3)),
  ],
  [
    "crossEntropy: targets",
    "crossEntropy needs [rows, classes] and int32[rows], got [2, 3] and float32[2]",
    (graph, x) => graph.crossEntropy(x(2, 3), x(2)),
  ],
  ["causalMask", "causalMask needs square scores, got [2, 3]", (graph, x) => graph.causalMask(x(2, 3))],
  ["layerNorm", "layerNorm: weight [2] does not fit [2, 3]", (graph, x) => graph.layerNorm(x(2, 3), x(2))],
  ["rmsNorm", "rmsNorm: weight [2] does not fit [2, 3]", (graph, x) => graph.rmsNorm(x(2, 3), x(2))],
  ["rotary", "rotary needs [..., tokens, even width], got [4, 3]", (graph, x) => graph.rotary(x(4, 3))],
  [
    "conv2d: channels",
    "conv2d: image [1, 2, 5, 5] and kernel [4, 3, 3, 3] do not fit",
    (graph, x) => graph.conv2d(x(1, 2, 5, 5), x(4, 3, 3, 3), { stride: 1, padding: 0 }),
  ],
  [
    "conv2d: kernel larger than the image",
    "conv2d: image [1, 2, 2, 2] and kernel [4, 2, 3, 3] do not fit",
    (graph, x) => graph.conv2d(x(1, 2, 2, 2), x(4, 2, 3, 3), { stride: 1, padding: 0 }),
  ],
  [
    "conv2dInputGradient",
    "the gradient of an output [1, 4, 3, 3] cannot have shape [1, 4, 5, 5]",
    (graph, x) =>
      graph.conv2dInputGradient(x(1, 4, 5, 5), x(4, 2, 3, 3), [1, 2, 5, 5], { stride: 1, padding: 0 }),
  ],
  [
    "conv2dWeightGradient",
    "the gradient of an output [1, 4, 3, 3] cannot have shape [1, 5, 3, 3]",
    (graph, x) =>
      graph.conv2dWeightGradient(x(1, 2, 5, 5), x(1, 5, 3, 3), [4, 2, 3, 3], { stride: 1, padding: 0 }),
  ],
  [
    "globalAveragePool",
    "globalAveragePool needs [batch, channels, height, width], got [2, 3]",
    (graph, x) => graph.globalAveragePool(x(2, 3)),
  ],
  [
    "constant",
    'input "constant": expected float32[3], got float32[3] with 2 values',
    (graph) => graph.constant({ ...float32([3]), data: new Float32Array(2) }),
  ],
];

test.each(attempts)("%s", (_name, message, attempt) => {
  const graph = new GraphBuilder();
  let count = 0;
  const x = (...shape: number[]) => graph.input(`x${count++}`, float32(shape));
  const i = (...shape: number[]) => graph.input(`i${count++}`, int32(shape));
  expect(() => attempt(graph, x, i)).toThrow(message);
  expect(() => attempt(graph, x, i)).toThrow(expect.objectContaining({ name: "ShapeError" }));
});

test("a tensor that is not what the graph declares is refused", () => {
  const graph = new GraphBuilder();
  const x = graph.input("x", float32([2]));
  const finished = graph.finish({ y: graph.exp(x) });
  const run = () => interpret(finished, { x: { ...float32([3]), data: new Float32Array(3) } });
  expect(run).toThrow('input "x": expected float32[2], got float32[3] with 3 values');
});
