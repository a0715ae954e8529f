/**
 * The engine: runs one model's training on some hardware. Implementations: plain TypeScript (the oracle) and ONNX Runtime
 * Web; both pass test/contracts/engine-contract.ts.
 */
import type { Tensor } from "../tensor/tensor-type.ts";

/** One tensor per model input, by name; the first axis counts samples. */
export type Batch = Readonly<Record<string, Tensor>>;

/** Everything that a training run needs to go on, and nothing else: the same state and batches give the same next state. */
export interface TrainingState {
  /** θ, [parameterCount]. */
  readonly parameters: Float32Array;
  /** The optimiser's state as one vector; its length is the optimiser's business. Empty before the first step means zeros. */
  readonly optimizerState: Float32Array;
  /** Inner steps taken since the optimiser state was zero. */
  readonly step: number;
}

export interface Evaluation {
  /** Loss of every row of the batch. */
  readonly losses: Float32Array;
  /** Logits or numbers, [rows, width]. */
  readonly prediction: Float32Array;
}

/**
 * Calls must not overlap: await each before the next. After an error the engine must be disposed of; the state last read is
 * the state to go on from.
 */
export interface Engine {
  /** Replaces the state. @throws ShapeError when lengths do not fit the model and optimiser */
  write(state: TrainingState): Promise<void>;
  /** A copy of the state after the last completed step; never a half-written one. */
  read(): Promise<TrainingState>;
  /**
   * One inner step. @returns the mean training loss before the step
   * @throws NonFiniteError when loss or gradient is not finite; the state is then unchanged
   * @throws DeviceLostError when the hardware went away; the state in the engine is lost
   */
  step(batch: Batch, learningRate: number): Promise<number>;
  /** Mean loss and gradient of the batch at the current θ, without a step. */
  gradient(batch: Batch): Promise<{ readonly loss: number; readonly gradient: Float32Array }>;
  /** Losses and predictions of a batch of any size up to the training batch size, at the current θ. */
  evaluate(batch: Batch): Promise<Evaluation>;
  /** Frees all memory. Further calls are errors. */
  dispose(): Promise<void>;
}
