/** One simulated device's own time: it may start anywhere, run fast or slow, jump, stand still (a frozen tab) or end (a crash). */
import type { Clock } from "../ports/clock.ts";

export interface NodeClockOptions {
  /** What this clock shows when the true one shows 0. */
  readonly offsetMs?: number;
  /** How fast this clock runs: 1.05 gains 50 ms a second. */
  readonly rate?: number;
}

export class NodeClock implements Clock {
  readonly #clock: Clock;
  readonly #rate: number;
  #offsetMs: number;
  #state: "running" | "frozen" | "halted" = "running";
  #waiting: (() => void)[] = [];

  constructor(clock: Clock, { offsetMs = 0, rate = 1 }: NodeClockOptions = {}) {
    this.#clock = clock;
    this.#offsetMs = offsetMs;
    this.#rate = rate;
  }

  nowMs(): number {
    return this.#clock.nowMs() * this.#rate + this.#offsetMs;
  }

  setTimer(delayMs: number, callback: () => void): () => void {
    let isCancelled = false;
    const cancel = this.#clock.setTimer(delayMs / this.#rate, () =>
      this.run(() => {
        if (!isCancelled) callback();
      }),
    );
    return () => {
      isCancelled = true;
      cancel();
    };
  }

  /** Runs code of this device: now, when it thaws, or never. */
  run(task: () => void): void {
    if (this.#state === "running") task();
    else if (this.#state === "frozen") this.#waiting.push(task);
  }

  /** Forwards only: clocks of the port never go back. */
  jump(byMs: number): void {
    this.#offsetMs += Math.max(0, byMs);
  }

  /** Nothing runs until `thaw`; what falls due meanwhile then runs in order. */
  freeze(): void {
    if (this.#state === "running") this.#state = "frozen";
  }

  thaw(): void {
    if (this.#state !== "frozen") return;
    this.#state = "running";
    const tasks = this.#waiting;
    this.#waiting = [];
    for (const task of tasks) this.run(task); // a task may freeze or halt us again
  }

  /** Nothing runs ever again. */
  halt(): void {
    this.#state = "halted";
    this.#waiting = [];
  }
}
