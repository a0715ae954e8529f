/** Time, as the swarm may know it. The real clock is a tab's; the simulator's is virtual. */
export interface Clock {
  /** Milliseconds that only go up, from an arbitrary start. Never compared with another peer's. */
  nowMs(): number;
  /** Calls back once, after at least `delayMs`. @returns a function that cancels it */
  setTimer(delayMs: number, callback: () => void): () => void;
}
