/**
 * Puts clip, Muon and AdamW together over one flat θ. The state is one vector: first moments (momentum) of all parameters, then the second
 * moments of those that AdamW treats. All functions work on arrays that the caller owns; there is no hidden state.
 */
import { NonFiniteError } from "../core/errors.ts";
import { integerPower } from "../core/exact-math.ts";
import type { ParameterLayout } from "../tensor/layout.ts";
import { adamwStep } from "./adamw.ts";
import { clipFactor, globalNorm } from "./clip.ts";
import { muonDirection, muonStep } from "./muon.ts";
import type { OptimizerSpec } from "./optimizer-spec.ts";

/** How many leading parameters Muon treats. */
export function muonEnd(spec: OptimizerSpec, layout: ParameterLayout): number {
  return spec.kind === "muon" ? layout.hiddenEnd : 0;
}

/** Length of the optimiser's state vector; all zeros before the first step. */
export function optimizerStateLength(spec: OptimizerSpec, layout: ParameterLayout): number {
  return 2 * layout.parameterCount - muonEnd(spec, layout);
}

export interface OptimizerStep {
  /** Overwritten: θ [parameterCount] and the optimiser's state. */
  readonly parameters: Float32Array;
  readonly state: Float32Array;
  readonly gradient: Float32Array;
  /** 1 for the first step since the state was zero. */
  readonly stepNumber: number;
  readonly learningRate: number;
  /** Orthogonalises all hidden matrices at once: [hiddenEnd] → [hiddenEnd]. */
  orthogonalize(direction: Float32Array): Promise<Float32Array>;
}

/**
 * One optimiser step. Everything that can fail happens before the first write, so θ and the state are never half-updated.
 * @throws NonFiniteError when the gradient or the orthogonalised direction is not finite; nothing is changed then
 */
export async function optimizerStep(
  spec: OptimizerSpec,
  layout: ParameterLayout,
  step: OptimizerStep,
): Promise<void> {
  const { parameters, state, gradient, stepNumber, learningRate } = step;
  const norm = globalNorm(gradient);
  if (!Number.isFinite(norm))
    throw new NonFiniteError(
      "the gradient is not finite; lower the learning rate or check the data for extreme values",
    );
  const gradientFactor = clipFactor(norm, spec.clipNorm);
  const split = muonEnd(spec, layout);
  const orthogonal = split === 0 ? null : await orthogonalDirection(spec, step, split, gradientFactor);

  if (orthogonal) {
    muonStep(
      {
        parameters,
        gradient,
        momentumState: state.subarray(0, split),
        orthogonal,
        groups: layout.matrixGroups,
      },
      { learningRate, weightDecay: spec.weightDecay, momentum: spec.momentum, gradientFactor },
    );
  }
  const rates = {
    learningRate,
    beta1: spec.beta1,
    beta2: spec.beta2,
    correction1: 1 - integerPower(spec.beta1, stepNumber),
    correction2: 1 - integerPower(spec.beta2, stepNumber),
    gradientFactor,
  };
  const secondMoments = state.subarray(layout.parameterCount);
  const range = (start: number, end: number) => ({
    parameters: parameters.subarray(start, end),
    gradient: gradient.subarray(start, end),
    firstMoment: state.subarray(start, end),
    secondMoment: secondMoments.subarray(start - split, end - split),
  });
  adamwStep(range(split, layout.tableEnd), { ...rates, weightDecay: spec.weightDecay });
  adamwStep(range(layout.tableEnd, layout.parameterCount), { ...rates, weightDecay: 0 });
}

async function orthogonalDirection(
  spec: OptimizerSpec,
  step: OptimizerStep,
  end: number,
  gradientFactor: number,
): Promise<Float32Array> {
  const direction = muonDirection(
    step.gradient.subarray(0, end),
    step.state.subarray(0, end),
    spec.momentum,
    gradientFactor,
  );
  const orthogonal = await step.orthogonalize(direction);
  if (!Number.isFinite(globalNorm(orthogonal))) {
    throw new NonFiniteError(
      "Muon's orthogonalised direction is not finite; lower the learning rate or use AdamW",
    );
  }
  return orthogonal;
}
