/**
 * Time that we lived through. A laptop's sleep, a frozen tab or a jump of the clock is not silence of the others: they could not have
 * been heard. Silence is measured here, and nowhere else.
 */
import type { Clock } from "../../ports/clock.ts";

/** Of a longer pause between two beats only this much counts; a busy tab's timers come every second. */
const LONGEST_BEAT_MS = 1_000;

export class AwakeTime {
  readonly #clock: Clock;
  readonly #freshStartMs: number;
  #awakeMs = 0;
  #beatAtMs: number;

  /** @param freshStartMs a pause longer than this is as if everybody had just been heard */
  constructor(clock: Clock, freshStartMs: number) {
    this.#clock = clock;
    this.#freshStartMs = freshStartMs;
    this.#beatAtMs = clock.nowMs();
  }

  nowMs(): number {
    return this.#awakeMs + Math.min(this.#clock.nowMs() - this.#beatAtMs, LONGEST_BEAT_MS);
  }

  /** To be called at least twice a second. @returns true after a pause that calls for a fresh start */
  beat(): boolean {
    const pauseMs = this.#clock.nowMs() - this.#beatAtMs;
    this.#awakeMs = this.nowMs();
    this.#beatAtMs += pauseMs;
    return pauseMs > this.#freshStartMs;
  }
}
