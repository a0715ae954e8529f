/** Somebody's inner steps once more, in the exact profile, on whatever time this peer can spare for it. */
export interface ReplayRequest {
  readonly round: number;
  /** Whose batches. */
  readonly device: string;
  /** θ of the head that the work started from, [parameterCount]. Not to be written to. */
  readonly parameters: Float32Array;
  /** Inner steps per peer that the head stands for: the learning rate follows it. */
  readonly progress: number;
  readonly steps: number;
  readonly windowSteps: number;
  /** Something waits for it: it may take all the time it needs, not only what audits usually get. */
  readonly isUrgent: boolean;
}

export interface RunningReplay {
  /** Ends soon; the result is null then. */
  cancel(): void;
  /** θ after the last step, [parameterCount]; null when it was ended before. Rejects with a named error when the engine cannot train. */
  readonly result: Promise<Float32Array | null>;
}

export interface RoundReplayer {
  /** Whether this peer computes in the exact profile now; others' work is nothing for it to judge otherwise. */
  canReplay(): boolean;
  /**
   * Several may run: urgent ones go first.
   * @param onWindow gets θ after every window of steps, the last included; false ends the replay
   */
  start(request: ReplayRequest, onWindow: (parameters: Float32Array) => boolean): RunningReplay;
}
