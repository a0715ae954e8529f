/**
 * Builds a graph one value at a time. Every method adds one node and returns its output, so a model reads like the
 * formula it stands for.
 */
import { assert } from "../core/assert.ts";
import { float32, type Shape, type Tensor, type TensorType, sameShape } from "../tensor/tensor-type.ts";
import type { Graph, GraphNode, Operator, Value } from "./operator.ts";
import { add } from "./ops/add.ts";
import { broadcastTo } from "./ops/broadcast-to.ts";
import { causalMask } from "./ops/causal-mask.ts";
import { concat } from "./ops/concat.ts";
import { constant } from "./ops/constant.ts";
import { type Conv2dAttributes, conv2d } from "./ops/conv2d.ts";
import { conv2dInputGradient } from "./ops/conv2d-input-gradient.ts";
import { conv2dWeightGradient } from "./ops/conv2d-weight-gradient.ts";
import { crossEntropy } from "./ops/cross-entropy.ts";
import { divide } from "./ops/divide.ts";
import { exp } from "./ops/exp.ts";
import { gather } from "./ops/gather.ts";
import { gelu } from "./ops/gelu.ts";
import { globalAveragePool } from "./ops/global-average-pool.ts";
import { layerNorm } from "./ops/layer-norm.ts";
import { log } from "./ops/log.ts";
import { logSoftmax } from "./ops/log-softmax.ts";
import { type MatmulOptions, matmul } from "./ops/matmul.ts";
import { multiply } from "./ops/multiply.ts";
import { oneHot } from "./ops/one-hot.ts";
import { reduceMean } from "./ops/reduce-mean.ts";
import { reduceSum } from "./ops/reduce-sum.ts";
import { relu } from "./ops/relu.ts";
import { reshape } from "./ops/reshape.ts";
import { rmsNorm } from "./ops/rms-norm.ts";
import { rotary } from "./ops/rotary.ts";
import { scale } from "./ops/scale.ts";
import { scatterAdd } from "./ops/scatter-add.ts";
import { sigmoid } from "./ops/sigmoid.ts";
import { silu } from "./ops/silu.ts";
import { slice } from "./ops/slice.ts";
import { softmax } from "./ops/softmax.ts";
import { split } from "./ops/split.ts";
import { sqrt } from "./ops/sqrt.ts";
import { subtract } from "./ops/subtract.ts";
import { tanh } from "./ops/tanh.ts";
import { transpose } from "./ops/transpose.ts";

export class GraphBuilder {
  readonly #inputs = new Map<string, Value>();
  readonly #nodes: GraphNode[] = [];
  #valueCount = 0;

  /** Declares a named input of the graph. */
  input(name: string, type: TensorType): Value {
    assert(!this.#inputs.has(name), `input "${name}" is declared twice`);
    const value = this.#value(type, null);
    this.#inputs.set(name, value);
    return value;
  }

  /** The finished graph: only what the outputs need, in running order. */
  finish(outputs: Readonly<Record<string, Value>>): Graph {
    const needed = new Set<Value>(Object.values(outputs));
    const nodes = this.#nodes.toReversed().filter((node) => {
      if (!node.outputs.some((value) => needed.has(value))) return false;
      for (const input of node.inputs) needed.add(input);
      return true;
    });
    return {
      inputs: new Map(this.#inputs),
      outputs: new Map(Object.entries(outputs)),
      nodes: nodes.toReversed(),
    };
  }

  /** Nodes so far, for automatic differentiation. */
  get nodes(): readonly GraphNode[] {
    return this.#nodes;
  }

  /** Adds a node and returns all of its outputs. */
  apply<Attributes>(
    operator: Operator<Attributes>,
    inputs: readonly Value[],
    attributes: Attributes,
  ): readonly Value[] {
    const outputs: Value[] = [];
    const node: GraphNode<Attributes> = { operator, inputs, attributes, outputs };
    for (const type of operator.infer(inputs, attributes)) outputs.push(this.#value(type, node));
    this.#nodes.push(node);
    return outputs;
  }

  constant(tensor: Tensor): Value {
    return this.#one(constant, [], { tensor });
  }
  /** A float32 tensor with one value everywhere. */
  fill(value: number, shape: Shape = []): Value {
    const single = this.constant({ ...float32([]), data: new Float32Array([value]) });
    return shape.length === 0 ? single : this.broadcastTo(single, shape);
  }

  add(a: Value, b: Value): Value {
    return this.#one(add, [a, b], {});
  }
  subtract(a: Value, b: Value): Value {
    return this.#one(subtract, [a, b], {});
  }
  multiply(a: Value, b: Value): Value {
    return this.#one(multiply, [a, b], {});
  }
  divide(a: Value, b: Value): Value {
    return this.#one(divide, [a, b], {});
  }
  /** factor · x + offset with constants. */
  scale(x: Value, factor: number, offset = 0): Value {
    return this.#one(scale, [x], { factor, offset });
  }
  /** factor · op(a) · op(b), batched over the leading axes, which must agree. */
  matmul(a: Value, b: Value, options: MatmulOptions = {}): Value {
    return this.#one(matmul, [a, b], { transposeA: false, transposeB: false, factor: 1, ...options });
  }

  reduceSum(x: Value, axes: readonly number[], keepAxes = false): Value {
    return this.#one(reduceSum, [x], { axes, keepAxes });
  }
  reduceMean(x: Value, axes: readonly number[], keepAxes = false): Value {
    return this.#one(reduceMean, [x], { axes, keepAxes });
  }
  broadcastTo(x: Value, shape: Shape): Value {
    return sameShape(x.shape, shape) ? x : this.#one(broadcastTo, [x], { shape });
  }
  reshape(x: Value, shape: Shape): Value {
    return sameShape(x.shape, shape) ? x : this.#one(reshape, [x], { shape });
  }
  transpose(x: Value, permutation: readonly number[]): Value {
    return this.#one(transpose, [x], { permutation });
  }
  slice(x: Value, axis: number, start: number, size: number): Value {
    return this.#one(slice, [x], { axis, start, size });
  }
  /** Consecutive pieces of the given sizes along one axis. */
  split(x: Value, axis: number, sizes: readonly number[]): readonly Value[] {
    return sizes.length === 1 ? [x] : this.apply(split, [x], { axis, sizes });
  }
  concat(parts: readonly Value[], axis: number): Value {
    return parts.length === 1 ? parts[0]! : this.#one(concat, parts, { axis });
  }

  /** Rows of `table` [rows, width] at `indices` (int32, any shape): [...indices, width]. */
  gather(table: Value, indices: Value): Value {
    return this.#one(gather, [table, indices], {});
  }
  /** Sums rows of `updates` [...indices, width] into a zero table [rowCount, width]; the gradient of gather. */
  scatterAdd(updates: Value, indices: Value, rowCount: number): Value {
    return this.#one(scatterAdd, [updates, indices], { rowCount });
  }
  /** [...indices, depth] with 1 at each index and 0 elsewhere. */
  oneHot(indices: Value, depth: number): Value {
    return this.#one(oneHot, [indices], { depth });
  }

  exp(x: Value): Value {
    return this.#one(exp, [x], {});
  }
  log(x: Value): Value {
    return this.#one(log, [x], {});
  }
  sqrt(x: Value): Value {
    return this.#one(sqrt, [x], {});
  }
  relu(x: Value): Value {
    return this.#one(relu, [x], {});
  }
  sigmoid(x: Value): Value {
    return this.#one(sigmoid, [x], {});
  }
  tanh(x: Value): Value {
    return this.#one(tanh, [x], {});
  }
  gelu(x: Value): Value {
    return this.#one(gelu, [x], {});
  }
  silu(x: Value): Value {
    return this.#one(silu, [x], {});
  }

  /** Over the last axis. */
  softmax(x: Value): Value {
    return this.#one(softmax, [x], {});
  }
  logSoftmax(x: Value): Value {
    return this.#one(logSoftmax, [x], {});
  }
  /** Loss in nats of every row: logits [rows, classes], targets [rows] int32 → [rows]. */
  crossEntropy(logits: Value, targets: Value): Value {
    return this.#one(crossEntropy, [logits, targets], {});
  }
  /** Scores [..., queries, keys] with −∞ where a key lies after its query. */
  causalMask(scores: Value): Value {
    return this.#one(causalMask, [scores], {});
  }
  /** Over the last axis, times `weight` [width]. */
  layerNorm(x: Value, weight: Value): Value {
    return this.#one(layerNorm, [x, weight], {});
  }
  rmsNorm(x: Value, weight: Value): Value {
    return this.#one(rmsNorm, [x, weight], {});
  }
  /** Rotary position embedding of x [..., tokens, width]. `inverse` rotates back. */
  rotary(x: Value, inverse = false): Value {
    return this.#one(rotary, [x], { inverse });
  }

  /** x [batch, in, height, width] ∗ weight [out, in, kernel, kernel]. */
  conv2d(x: Value, weight: Value, options: Conv2dAttributes): Value {
    return this.#one(conv2d, [x, weight], options);
  }
  conv2dInputGradient(
    outputGradient: Value,
    weight: Value,
    inputShape: Shape,
    options: Conv2dAttributes,
  ): Value {
    return this.#one(conv2dInputGradient, [outputGradient, weight], { ...options, inputShape });
  }
  conv2dWeightGradient(
    x: Value,
    outputGradient: Value,
    weightShape: Shape,
    options: Conv2dAttributes,
  ): Value {
    return this.#one(conv2dWeightGradient, [x, outputGradient], { ...options, weightShape });
  }
  /** [batch, channels, height, width] → [batch, channels]. */
  globalAveragePool(x: Value): Value {
    return this.#one(globalAveragePool, [x], {});
  }

  #one<Attributes>(operator: Operator<Attributes>, inputs: readonly Value[], attributes: Attributes): Value {
    return this.apply(operator, inputs, attributes)[0]!;
  }

  #value(type: TensorType, producer: GraphNode | null): Value {
    return { elementType: type.elementType, shape: type.shape, id: this.#valueCount++, producer };
  }
}
