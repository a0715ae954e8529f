/** The inner steps of one round, on whatever hardware this peer has. */
export interface RoundJob {
  /** The round being trained; its base is round − 1. */
  readonly round: number;
  /** θ of the head, [parameterCount]. Not to be written to. */
  readonly parameters: Float32Array;
  /** Inner steps per peer that the head stands for: the learning rate follows it. */
  readonly progress: number;
  readonly maxSteps: number;
  /** θ is hashed after every so many steps and after the last one. */
  readonly windowSteps: number;
}

export interface RoundResult {
  readonly steps: number;
  /** Units (tokens, rows, images) trained on: steps · batch size · units per sample. */
  readonly tokens: number;
  /** Mean training loss over the steps. */
  readonly loss: number;
  /** Pseudo-gradient: θ of the head − θ after the steps, [parameterCount]. All finite. */
  readonly delta: Float32Array;
  /** SHA-256 of θ after every window, in hexadecimal; empty when the engine's bits are its own. */
  readonly states: readonly string[];
}

export interface RunningRound {
  /** Ends after the current step; at least one step is always taken. */
  stop(): void;
  /** Ends at once; the result is never asked for. */
  cancel(): void;
  /** Null after `cancel`. Rejects with a named error when the engine cannot train (see Engine.step). */
  readonly result: Promise<RoundResult | null>;
}

export interface RoundTrainer {
  /** One job at a time: the one before must have ended or been cancelled. */
  start(job: RoundJob, onStep: (steps: number, loss: number) => void): RunningRound;
}
