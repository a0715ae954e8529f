/**
 * One short list of small graphs that together use every operator in every form. The same list is checked against finite
 * differences, against ONNX Runtime on WASM, and in the browser on WebGPU; so there are no Node imports here.
 */
import { differentiate } from "../../shared/model/autodiff.ts";
import type { GraphBuilder } from "../../shared/model/graph-builder.ts";
import type { Value } from "../../shared/model/operator.ts";
import { float32, type Shape } from "../../shared/tensor/tensor-type.ts";

/** How the values of an input are drawn. Everything but indices is differentiated unless it is `fixed`. */
interface InputDeclaration {
  readonly shape: Shape;
  readonly fill: "normal" | "positive" | "far from zero" | { readonly below: number };
  readonly fixed: boolean;
}

type Build = (graph: GraphBuilder, inputs: Readonly<Record<string, Value>>) => Value | readonly Value[];

export interface OperatorCase {
  readonly name: string;
  readonly inputs: Readonly<Record<string, InputDeclaration>>;
  readonly build: Build;
}

const normal = (...shape: number[]): InputDeclaration => ({ shape, fill: "normal", fixed: false });
/** Between 0.5 and 2: for logarithms, roots and denominators. */
const positive = (...shape: number[]): InputDeclaration => ({ shape, fill: "positive", fixed: false });
/** At least 0.1 away from zero: finite differences must not step over a kink. */
const farFromZero = (...shape: number[]): InputDeclaration => ({
  shape,
  fill: "far from zero",
  fixed: false,
});
const indices = (below: number, ...shape: number[]): InputDeclaration => ({
  shape,
  fill: { below },
  fixed: true,
});
/** Not differentiated: the result does not depend on it smoothly. */
const fixed = (declaration: InputDeclaration): InputDeclaration => ({ ...declaration, fixed: true });

function define(name: string, inputs: OperatorCase["inputs"], build: Build): OperatorCase {
  return { name, inputs, build };
}

const binaryCases = (["add", "subtract", "multiply", "divide"] as const).flatMap((operator) =>
  (
    [
      ["equal shapes", [2, 3], [2, 3]],
      ["right side repeated along the rows", [4, 3], [3]],
      ["left side repeated along the columns", [2, 1], [2, 3]],
      ["both sides repeated", [2, 1, 3], [4, 1]],
      ["a scalar", [2, 3], []],
    ] as const
  ).map(([name, a, b]) =>
    define(`${operator}: ${name}`, { a: normal(...a), b: positive(...b) }, (graph, { a, b }) =>
      graph[operator](a!, b!),
    ),
  ),
);

const unaryCases = (
  [
    ["exp", normal],
    ["log", positive],
    ["sqrt", positive],
    ["relu", farFromZero],
    ["sigmoid", normal],
    ["tanh", normal],
    ["gelu", normal],
    ["silu", normal],
    ["softmax", normal],
    ["logSoftmax", normal],
  ] as const
).map(([operator, fill]) => define(operator, { x: fill(3, 5) }, (graph, { x }) => graph[operator](x!)));

const matmulCases = [1, 0.3].flatMap((factor) =>
  [false, true].flatMap((transposeA) =>
    [false, true].flatMap((transposeB) =>
      [[], [2], [2, 3]].map((batch) =>
        define(
          `matmul: batch [${batch.join()}]${transposeA ? ", left transposed" : ""}${transposeB ? ", right transposed" : ""}, factor ${factor}`,
          {
            a: normal(...batch, ...(transposeA ? [3, 2] : [2, 3])),
            b: normal(...batch, ...(transposeB ? [4, 3] : [3, 4])),
          },
          (graph, { a, b }) => graph.matmul(a!, b!, { transposeA, transposeB, factor }),
        ),
      ),
    ),
  ),
);

const shapeCases = [
  define("scale: factor and offset", { x: normal(2, 3) }, (graph, { x }) => graph.scale(x!, -2.5, 0.75)),
  define("scale: offset only", { x: normal(2, 3) }, (graph, { x }) => graph.scale(x!, 1, 0.75)),
  define("scale: factor only", { x: normal(2, 3) }, (graph, { x }) => graph.scale(x!, 3)),
  define("constant", { x: normal(2, 3) }, (graph, { x }) =>
    graph.multiply(x!, graph.constant({ ...float32([3]), data: new Float32Array([1.5, -2, 0.25]) })),
  ),
  define("broadcastTo: axes of size 1", { x: normal(2, 1, 3) }, (graph, { x }) =>
    graph.broadcastTo(x!, [2, 4, 3]),
  ),
  define("broadcastTo: new leading axes", { x: normal(3) }, (graph, { x }) =>
    graph.broadcastTo(x!, [2, 4, 3]),
  ),
  define("broadcastTo: a scalar", { x: normal() }, (graph, { x }) => graph.broadcastTo(x!, [2, 3])),
  define("reshape", { x: normal(2, 6) }, (graph, { x }) => graph.reshape(x!, [3, 2, 2])),
  define("transpose", { x: normal(2, 3, 4) }, (graph, { x }) => graph.transpose(x!, [2, 0, 1])),
  define("slice: middle of the last axis", { x: normal(2, 5) }, (graph, { x }) => graph.slice(x!, 1, 1, 3)),
  define("slice: start of the first axis", { x: normal(4, 3) }, (graph, { x }) => graph.slice(x!, 0, 0, 2)),
  define("slice: end of a middle axis", { x: normal(2, 4, 3) }, (graph, { x }) => graph.slice(x!, 1, 3, 1)),
  define("split: all pieces", { x: normal(2, 6) }, (graph, { x }) => graph.split(x!, 1, [1, 3, 2])),
  define("split: one piece unused", { x: normal(6, 2) }, (graph, { x }) =>
    [0, 2].map((index) => graph.split(x!, 0, [1, 3, 2])[index]!),
  ),
  define("split: more pieces than a WebGPU kernel binds", { x: normal(2, 12) }, (graph, { x }) =>
    graph.split(
      x!,
      1,
      Array.from({ length: 12 }, () => 1),
    ),
  ),
  define("concat: along the first axis", { a: normal(1, 3), b: normal(2, 3) }, (graph, { a, b }) =>
    graph.concat([a!, b!], 0),
  ),
  define(
    "concat: along a middle axis, a part twice",
    { a: normal(2, 1, 3), b: normal(2, 2, 3) },
    (graph, { a, b }) => graph.concat([a!, b!, a!], 1),
  ),
  define(
    "concat: a part that is not differentiated",
    { a: normal(2, 3), b: fixed(normal(2, 2)) },
    (graph, { a, b }) => graph.concat([a!, b!], 1),
  ),
];

const reductionCases = (["reduceSum", "reduceMean"] as const).flatMap((operator) =>
  (
    [
      [[1], false],
      [[0, 2], true],
      [[0, 1, 2], false],
    ] as const
  ).map(([axes, keepAxes]) =>
    define(
      `${operator}: axes [${axes.join()}]${keepAxes ? ", kept" : ""}`,
      { x: normal(2, 3, 4) },
      (graph, { x }) => graph[operator](x!, axes, keepAxes),
    ),
  ),
);

const indexCases = [
  define("gather: repeated rows", { table: normal(4, 3), rows: indices(4, 2, 5) }, (graph, { table, rows }) =>
    graph.gather(table!, rows!),
  ),
  define("gather: one row", { table: normal(4, 3), row: indices(4, 1) }, (graph, { table, row }) =>
    graph.gather(table!, row!),
  ),
  define(
    "scatterAdd: repeated rows",
    { updates: normal(2, 5, 3), rows: indices(4, 2, 5) },
    (graph, { updates, rows }) => graph.scatterAdd(updates!, rows!, 4),
  ),
  define("oneHot", { x: normal(2, 3, 4), picks: indices(4, 2, 3) }, (graph, { x, picks }) =>
    graph.multiply(x!, graph.oneHot(picks!, 4)),
  ),
  define("crossEntropy", { logits: normal(5, 4), targets: indices(4, 5) }, (graph, { logits, targets }) =>
    graph.crossEntropy(logits!, targets!),
  ),
];

const attentionCases = [
  define("causalMask: then softmax", { scores: normal(2, 2, 4, 4) }, (graph, { scores }) =>
    graph.softmax(graph.causalMask(scores!)),
  ),
  define("rotary", { x: normal(2, 2, 5, 6) }, (graph, { x }) => graph.rotary(x!)),
  define("rotary: backwards", { x: normal(3, 4) }, (graph, { x }) => graph.rotary(x!, true)),
  define("layerNorm", { x: normal(2, 3, 6), weight: normal(6) }, (graph, { x, weight }) =>
    graph.layerNorm(x!, weight!),
  ),
  define(
    "layerNorm: only the weight",
    { x: fixed(normal(3, 6)), weight: normal(6) },
    (graph, { x, weight }) => graph.layerNorm(x!, weight!),
  ),
  define("rmsNorm", { x: normal(2, 3, 6), weight: normal(6) }, (graph, { x, weight }) =>
    graph.rmsNorm(x!, weight!),
  ),
  define("rmsNorm: only the input", { x: normal(3, 6), weight: fixed(normal(6)) }, (graph, { x, weight }) =>
    graph.rmsNorm(x!, weight!),
  ),
];

/** Height 5 and width 7: with stride 2 and 3 the last windows do not end at the image's border. */
const convolutionCases = [
  { stride: 1, padding: 0, kernel: 3 },
  { stride: 1, padding: 1, kernel: 3 },
  { stride: 2, padding: 1, kernel: 3 },
  { stride: 2, padding: 0, kernel: 2 },
  { stride: 3, padding: 0, kernel: 2 },
  { stride: 3, padding: 2, kernel: 1 },
].flatMap(({ kernel, ...options }) => {
  const image = [2, 2, 5, 7];
  const weight = [3, 2, kernel, kernel];
  const size = (side: number) => Math.floor((side + 2 * options.padding - kernel) / options.stride) + 1;
  const output = [2, 3, size(5), size(7)];
  const text = `stride ${options.stride}, padding ${options.padding}, kernel ${kernel}`;
  return [
    define(`conv2d: ${text}`, { x: normal(...image), weight: normal(...weight) }, (graph, { x, weight }) =>
      graph.conv2d(x!, weight!, options),
    ),
    define(
      `conv2dInputGradient: ${text}`,
      { dy: normal(...output), weight: normal(...weight) },
      (graph, { dy, weight }) => graph.conv2dInputGradient(dy!, weight!, image, options),
    ),
    define(
      `conv2dWeightGradient: ${text}`,
      { x: normal(...image), dy: normal(...output) },
      (graph, { x, dy }) => graph.conv2dWeightGradient(x!, dy!, weight, options),
    ),
  ];
});

const imageCases = [
  define("globalAveragePool", { x: normal(2, 3, 2, 4) }, (graph, { x }) => graph.globalAveragePool(x!)),
  define("a bias per channel", { x: normal(2, 3, 2, 2), bias: normal(1, 3, 1, 1) }, (graph, { x, bias }) =>
    graph.add(x!, bias!),
  ),
];

/** Gradients of gradients, where a gradient rule uses an operator of its own or one that is hard to differentiate. */
const secondOrderCases = [
  define("second order: relu", { dy: normal(3, 4), x: fixed(farFromZero(3, 4)) }, (graph, { dy, x }) => {
    const weighted = graph.reduceSum(graph.multiply(graph.relu(x!), dy!), [0, 1]);
    return differentiate(graph, weighted, [x!]);
  }),
  define(
    "second order: conv2d",
    { x: normal(1, 2, 4, 4), weight: normal(2, 2, 3, 3) },
    (graph, { x, weight }) => {
      const map = graph.conv2d(x!, weight!, { stride: 2, padding: 1 });
      return differentiate(graph, graph.reduceSum(graph.multiply(map, map), [0, 1, 2, 3]), [x!, weight!]);
    },
  ),
  define(
    "second order: softmax and gather",
    { table: normal(3, 4), rows: indices(3, 5) },
    (graph, { table, rows }) => {
      const shares = graph.softmax(graph.gather(table!, rows!));
      return differentiate(graph, graph.reduceSum(graph.multiply(shares, shares), [0, 1]), [table!]);
    },
  ),
];

/** Values that are used twice, and paths that do not reach the loss. */
const graphCases = [
  define("one value used three times", { x: normal(2, 2) }, (graph, { x }) =>
    graph.multiply(graph.add(x!, graph.multiply(x!, x!)), x!),
  ),
];

export const OPERATOR_CASES: readonly OperatorCase[] = [
  ...binaryCases,
  ...unaryCases,
  ...matmulCases,
  ...shapeCases,
  ...reductionCases,
  ...indexCases,
  ...attentionCases,
  ...convolutionCases,
  ...imageCases,
  ...secondOrderCases,
  ...graphCases,
];
