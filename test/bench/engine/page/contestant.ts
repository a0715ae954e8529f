/**
 * One engine in the race. All train the same architecture (shared/model/gpt.ts) by AdamW with global-norm clipping at a constant
 * learning rate, each in the way that is natural and fast for it.
 */
import type { GptSpec } from "../../../../shared/model/gpt.ts";
import { adamwSpec } from "../../../../shared/optimizer/optimizer-spec.ts";
import type { Parameter, ParameterLayout } from "../../../../shared/tensor/layout.ts";

export interface RaceInput {
  readonly model: GptSpec;
  readonly layout: ParameterLayout;
  readonly batchSize: number;
  /** The first θ. */
  readonly parameters: Float32Array;
  /** [batchSize · blockSize], each below vocabularySize. */
  readonly tokens: Int32Array;
  readonly targets: Int32Array;
}

export interface Contestant {
  /** Mean loss and flat gradient in the product's layout, at the current θ. */
  gradient(): Promise<{ readonly loss: number; readonly gradient: Float32Array }>;
  /** One training step, finished when the promise is. @returns the loss before the step */
  step(): Promise<number>;
  dispose(): Promise<void>;
}

export const OPTIMIZER = adamwSpec();
/** Small enough that a handful of steps on random tokens cannot diverge. */
export const LEARNING_RATE = 1e-3;

/** Decoupled weight decay of a parameter: norms have none. */
export function weightDecayOf({ role }: Parameter): number {
  return role === "vector" ? 0 : OPTIMIZER.weightDecay;
}

/** AdamW's bias corrections 1 − βᵗ for step t ≥ 1. */
export function biasCorrections(stepNumber: number): readonly [number, number] {
  return [1 - Math.pow(OPTIMIZER.beta1, stepNumber), 1 - Math.pow(OPTIMIZER.beta2, stepNumber)];
}

/** Rows of ones and zeros: jax-js and TensorFlow.js WASM lack the gradient of a gather, so a matrix product embeds the tokens. */
export function oneHotRows(indices: Int32Array, width: number): Float32Array {
  const rows = new Float32Array(indices.length * width);
  indices.forEach((index, row) => (rows[row * width + index] = 1));
  return rows;
}

/** Puts per-parameter values where the product keeps them. */
export function flatten(
  layout: ParameterLayout,
  valuesOf: (parameter: Parameter) => Float32Array,
): Float32Array {
  const flat = new Float32Array(layout.parameterCount);
  for (const parameter of layout.parameters) flat.set(valuesOf(parameter), parameter.offset);
  return flat;
}
