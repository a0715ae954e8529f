/** The last few step times, for a median that one slow step does not move. */
const WINDOW = 15;

export class StepTimes {
  readonly #recent: number[] = [];
  #isWarm = false;

  /** The first step after a change warms caches up and is left out. */
  add(durationMs: number): void {
    if (!this.#isWarm) {
      this.#isWarm = true;
      return;
    }
    this.#recent.push(durationMs);
    if (this.#recent.length > WINDOW) this.#recent.shift();
  }

  get count(): number {
    return this.#recent.length;
  }

  /** Milliseconds; Infinity before the first counted step. */
  get medianMs(): number {
    if (this.#recent.length === 0) return Infinity;
    return this.#recent.toSorted((a, b) => a - b)[this.#recent.length >> 1]!;
  }
}
