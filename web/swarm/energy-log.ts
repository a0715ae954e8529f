/** Counts what training on this page may have drawn today: from event to event of the run, so that no timer is needed and a tab that sleeps counts nothing. */
import { dayKey } from "../ledger/text/dates.ts";
import type { PauseKeeper } from "../pause/pause-keeper.ts";
import { storageOf } from "../storage-of.ts";
import { dutyOf, type EnergyRange, NO_ENERGY, plus, times, wattsOf } from "./energy.ts";
import { createEnergyMemory, type EnergyMemory } from "./energy-memory.ts";

export type WatchedRun = Pick<PauseKeeper, "view" | "pauseView" | "subscribe">;

export interface EnergyLog {
  /** Watts; null while nothing is trained. */
  readonly now: () => EnergyRange | null;
  /** Joules, by the calendar of this computer. */
  readonly today: () => EnergyRange;
}

/** Steps are shorter. After a longer silence the computer slept, or the tab did. */
const LONGEST_SILENCE_MS = 30_000;
/** Between two writings to the disk. */
const KEEP_MS = 10_000;

/** @param nowMs milliseconds since 1970 */
export function createEnergyLog(run: WatchedRun, memory: EnergyMemory, nowMs: () => number): EnergyLog {
  const log = new Counter(run, memory, nowMs);
  run.subscribe(() => log.count());
  return { now: () => wattsNow(run), today: () => log.today() };
}

/** What is drawn while the run is as it is now. */
function wattsNow(run: WatchedRun): EnergyRange | null {
  const { state, isElsewhere, backend } = run.view();
  if (state !== "training" || isElsewhere || backend === null) return null;
  return times(wattsOf(backend), dutyOf(run.pauseView().intensity));
}

class Counter {
  readonly #run: WatchedRun;
  readonly #memory: EnergyMemory;
  readonly #nowMs: () => number;
  #countedMs: number;
  #watts: EnergyRange | null;
  /** Not written yet. */
  #fresh: { readonly day: string; readonly sinceMs: number; readonly joules: EnergyRange } | null = null;

  constructor(run: WatchedRun, memory: EnergyMemory, nowMs: () => number) {
    this.#run = run;
    this.#memory = memory;
    this.#nowMs = nowMs;
    this.#countedMs = nowMs();
    this.#watts = wattsNow(run);
  }

  today(): EnergyRange {
    const day = dayKey(this.#nowMs() / 1000);
    const fresh = this.#fresh?.day === day ? this.#fresh.joules : NO_ENERGY;
    return plus(this.#memory.read(day), fresh);
  }

  count(): void {
    const nowMs = this.#nowMs();
    const elapsedMs = Math.min(LONGEST_SILENCE_MS, Math.max(0, nowMs - this.#countedMs));
    if (this.#watts !== null) this.#add(times(this.#watts, elapsedMs / 1000), nowMs);
    this.#countedMs = nowMs;
    this.#watts = wattsNow(this.#run);
    if (this.#fresh !== null && (this.#watts === null || nowMs - this.#fresh.sinceMs >= KEEP_MS))
      this.#keep();
  }

  #add(joules: EnergyRange, nowMs: number): void {
    const day = dayKey(nowMs / 1000);
    if (this.#fresh !== null && this.#fresh.day !== day) this.#keep();
    const { sinceMs, joules: before } = this.#fresh ?? { sinceMs: nowMs, joules: NO_ENERGY };
    this.#fresh = { day, sinceMs, joules: plus(before, joules) };
  }

  /** Where nothing can be kept, this page goes on counting for itself. */
  #keep(): void {
    if (this.#fresh === null) return;
    const { day, joules } = this.#fresh;
    if (this.#memory.write(day, plus(this.#memory.read(day), joules))) this.#fresh = null;
  }
}

const logs = new WeakMap<WatchedRun, EnergyLog>();

/** The one log of a page's run: it counts from when it is first asked for. */
export function energyLogOf(run: WatchedRun): EnergyLog {
  const known = logs.get(run);
  if (known !== undefined) return known;
  const memory = createEnergyMemory(storageOf(() => localStorage));
  const log = createEnergyLog(run, memory, () => Date.now());
  logs.set(run, log);
  return log;
}
