/** Time that passes only when somebody says so: a whole swarm runs in one process, as fast as it can, the same way every time. */
import type { Clock } from "../ports/clock.ts";

interface Timer {
  readonly atMs: number;
  /** Number of the timer: among equal times the order of creation decides. */
  readonly order: number;
  /** Undefined once cancelled. */
  callback: (() => void) | undefined;
}

const isBefore = (a: Timer, b: Timer): boolean => a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);

export class VirtualClock implements Clock {
  /** A binary heap: every timer comes before its children at 2i + 1 and 2i + 2. */
  readonly #heap: Timer[] = [];
  #nowMs = 0;
  #created = 0;

  nowMs(): number {
    return this.#nowMs;
  }

  /** A negative delay counts as none. The callback never runs inside this call. */
  setTimer(delayMs: number, callback: () => void): () => void {
    const timer: Timer = { atMs: this.#nowMs + Math.max(0, delayMs), order: this.#created++, callback };
    this.#push(timer);
    return () => {
      timer.callback = undefined; // it leaves the heap when its time comes
    };
  }

  /** When the next callback is due, or undefined when nothing waits. */
  nextAtMs(): number | undefined {
    this.#dropCancelled();
    return this.#heap[0]?.atMs;
  }

  /** Goes to the next callback and runs it. @returns false when nothing waits */
  runNext(): boolean {
    this.#dropCancelled();
    const timer = this.#pop();
    if (timer === undefined) return false;
    this.#nowMs = timer.atMs;
    timer.callback?.();
    return true;
  }

  /** Runs everything that is due until then, what that starts included. Afterwards it is exactly `timeMs`. */
  advanceTo(timeMs: number): void {
    for (let next = this.nextAtMs(); next !== undefined && next <= timeMs; next = this.nextAtMs())
      this.runNext();
    this.#nowMs = Math.max(this.#nowMs, timeMs);
  }

  advanceBy(durationMs: number): void {
    this.advanceTo(this.#nowMs + durationMs);
  }

  #dropCancelled(): void {
    while (this.#heap.length > 0 && this.#heap[0]!.callback === undefined) this.#pop();
  }

  #push(timer: Timer): void {
    const heap = this.#heap;
    let index = heap.length;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(timer, heap[parent]!)) break;
      heap[index] = heap[parent]!;
      index = parent;
    }
    heap[index] = timer;
  }

  #pop(): Timer | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return first;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (child >= heap.length || !isBefore(heap[child]!, last)) break;
      heap[index] = heap[child]!;
      index = child;
    }
    heap[index] = last;
    return first;
  }
}
