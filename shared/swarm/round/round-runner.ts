/** Runs the state machine of one round in the world: keeps its timers, feeds it events in order, and hands its effects on. */
import type { Clock } from "../../ports/clock.ts";
import { beginRound, type RoundStart, stepRound } from "./round.ts";
import type { RoundEffect, RoundEvent, RoundState, TimerName, Transition } from "./round-state.ts";

/** Effects besides timers. They may dispatch further events at once; those wait in line. */
export type WorldEffect = Exclude<RoundEffect, { kind: "timer" }>;

export class RoundRunner {
  readonly #clock: Clock;
  readonly #apply: (effect: WorldEffect) => void;
  readonly #timers = new Map<TimerName, () => void>();
  readonly #queue: RoundEvent[] = [];
  #state: RoundState;
  #isBusy = false;
  #isEnded = false;

  /** The round begins with `begin`. */
  constructor(clock: Clock, start: RoundStart, apply: (effect: WorldEffect) => void) {
    this.#clock = clock;
    this.#apply = apply;
    const first = beginRound(start);
    this.#state = first.state;
    this.#perform(first);
  }

  get state(): RoundState {
    return this.#state;
  }

  dispatch(event: RoundEvent): void {
    this.#queue.push(event);
    if (this.#isBusy) return;
    this.#isBusy = true;
    try {
      for (let next = this.#queue.shift(); next && !this.#isEnded; next = this.#queue.shift()) {
        const transition = stepRound(this.#state, next, this.#clock.nowMs());
        this.#state = transition.state;
        this.#perform(transition);
      }
    } finally {
      this.#isBusy = false;
    }
  }

  /** No timer and no effect after this. */
  end(): void {
    this.#isEnded = true;
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }

  #perform({ effects }: Transition): void {
    for (const effect of effects) {
      if (this.#isEnded) return;
      if (effect.kind === "timer") this.#setTimer(effect.name, effect.delayMs);
      else this.#apply(effect);
    }
  }

  #setTimer(name: TimerName, delayMs: number): void {
    this.#timers.get(name)?.();
    this.#timers.set(
      name,
      this.#clock.setTimer(delayMs, () => {
        this.#timers.delete(name);
        this.dispatch({ kind: "timer", name });
      }),
    );
  }
}
