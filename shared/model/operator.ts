/**
 * What an operator is. One file per operator in `ops/` states its shape rule, its reference forward pass, its gradient
 * rule and its ONNX form. The gradient rule answers in the same graph language, so a backward pass can be printed,
 * tested and written to ONNX like any other graph.
 */
import { assert } from "../core/assert.ts";
import type { Tensor, TensorType } from "../tensor/tensor-type.ts";
import type { GraphBuilder } from "./graph-builder.ts";

/** One edge of a graph: the output of a node, or an input of the graph (`producer` null). */
export interface Value extends TensorType {
  readonly id: number;
  readonly producer: GraphNode | null;
}

export interface GraphNode<Attributes = unknown> {
  readonly operator: Operator<Attributes>;
  readonly inputs: readonly Value[];
  readonly attributes: Attributes;
  readonly outputs: readonly Value[];
}

/** A static-shape computation: nodes in the order in which they can run. */
export interface Graph {
  readonly inputs: ReadonlyMap<string, Value>;
  readonly outputs: ReadonlyMap<string, Value>;
  readonly nodes: readonly GraphNode[];
}

/** Values of one tensor in the reference interpreter: float32 tensors are held in double precision. */
export type Numbers = Float64Array | Int32Array;

/** The values of an input that the shape rule knows to be float32. */
export function floats(numbers: Numbers | undefined): Float64Array {
  assert(numbers instanceof Float64Array, "expected the values of a float32 tensor");
  return numbers;
}

/** The two ways in which ONNX Runtime Web runs a graph; some operators have a faster form on one of them. */
export type OnnxTarget = "wasm" | "webgpu";

export type OnnxAttribute = number | string | readonly number[] | { readonly float: number };

/** Receives the ONNX nodes of an operator. Names are opaque strings. */
export interface OnnxEmitter {
  readonly target: OnnxTarget;
  /** Adds a node with one output and returns its name. Integer attributes are plain numbers, floats `{ float }`. */
  node(
    type: string,
    inputs: readonly string[],
    attributes?: Readonly<Record<string, OnnxAttribute>>,
    domain?: string,
  ): string;
  /** Adds a node with several outputs. */
  nodes(
    type: string,
    inputs: readonly string[],
    outputCount: number,
    attributes?: Readonly<Record<string, OnnxAttribute>>,
  ): string[];
  /** A constant tensor. */
  constant(tensor: Tensor): string;
  /** A float32 scalar constant. */
  scalar(value: number): string;
  /** A one-dimensional int64 constant: shapes, axes, starts and ends. */
  int64(values: readonly number[]): string;
}

export interface GradientContext<Attributes> {
  readonly graph: GraphBuilder;
  readonly node: GraphNode<Attributes>;
  /** d loss / d output for every output; null where the loss does not depend on it. */
  readonly outputGradients: readonly (Value | null)[];
  /** Whether somebody needs the gradient of input `index`; rules skip the work otherwise. */
  readonly needs: (index: number) => boolean;
}

export interface Operator<Attributes = unknown> {
  readonly name: string;
  /** Outputs after the first only serve the gradient rule; a loss must not depend on them in any other way. */
  readonly hasAuxiliaryOutputs?: true;
  /** Types of all outputs. @throws ShapeError when the inputs do not fit. */
  infer(inputs: readonly TensorType[], attributes: Attributes): readonly TensorType[];
  /** Reference forward pass in double precision: clear, not fast. */
  forward(inputs: readonly Numbers[], node: GraphNode<Attributes>): readonly Numbers[];
  /** d loss / d input for every input; null where it is not needed or does not exist (indices). */
  gradient(context: GradientContext<Attributes>): readonly (Value | null)[];
  /** Adds the operator's ONNX nodes and returns the names of its outputs. */
  toOnnx(inputs: readonly string[], node: GraphNode<Attributes>, onnx: OnnxEmitter): readonly string[];
  /** Floating-point operations of one run: a multiply-add counts two. Only contractions (matmul, convolution) count, as is usual for models. */
  flops?(node: GraphNode<Attributes>): number;
}
