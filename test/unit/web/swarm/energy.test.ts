/** What training may draw: the formula, and what is counted of it in a day. */
import { describe, expect, test } from "vitest";
import type { Intensity } from "../../../../worker/api.ts";
import { initialView, type RunView } from "../../../../web/run/run-state.ts";
import type { PauseView } from "../../../../web/pause/pause-view.ts";
import { times, wattHours, wattsOf } from "../../../../web/swarm/energy.ts";
import { createEnergyLog, type WatchedRun } from "../../../../web/swarm/energy-log.ts";
import { createEnergyMemory, parseEnergy } from "../../../../web/swarm/energy-memory.ts";

const ONE_THREAD = {
  backend: "wasm",
  threadCount: 1,
  reason: { kind: "one-thread" },
  refusals: [],
  profile: { kind: "wasm-exact" },
} as const;

/** Noon, in whatever time zone the test runs. */
const NOON_MS = new Date(2026, 10, 28, 12).getTime();
const DAY_MS = 86_400_000;

/** A browser's storage. */
function memoryStorage(): Storage {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
  } as unknown as Storage;
}

/** A run that a test moves on. */
function scripted(storage: Storage | undefined = memoryStorage()) {
  let view: RunView = { ...initialView(null, null), state: "training", backend: ONE_THREAD };
  let intensity: Intensity = "full";
  let nowMs = NOON_MS;
  let tell: () => void = () => undefined;
  const run: WatchedRun = {
    view: () => view,
    pauseView: () => ({ intensity }) as PauseView,
    subscribe: (listener) => {
      tell = listener;
      return () => undefined;
    },
  };
  const log = createEnergyLog(run, createEnergyMemory(storage), () => nowMs);
  return {
    log,
    storage,
    change: (part: Partial<RunView>, next: Intensity = intensity) => {
      view = { ...view, ...part };
      intensity = next;
      tell();
    },
    /** Seconds of it, with an event each. */
    pass: (seconds: number) => {
      for (let second = 0; second < seconds; second += 1) {
        nowMs += 1000;
        tell();
      }
    },
    leap: (ms: number) => {
      nowMs += ms;
      tell();
    },
  };
}

describe("the watts", () => {
  test("are a range that grows with the threads, up to a whole processor", () => {
    const wattsWith = (threadCount: number) => wattsOf({ backend: "wasm-threads", threadCount });
    expect(wattsOf(ONE_THREAD)).toEqual({ low: 4, high: 15 });
    expect(wattsWith(2)).toEqual({ low: 6, high: 23 });
    expect(wattsWith(64)).toEqual({ low: 15, high: 65 });
    expect(wattsOf({ backend: "webgpu", threadCount: 1 })).toEqual({ low: 8, high: 120 });
  });

  test("times hours are watt-hours", () => {
    expect(wattHours(times({ low: 4, high: 15 }, 3600))).toEqual({ low: 4, high: 15 });
  });
});

describe("the day's count", () => {
  test("is seconds of training, times the share of the time, times watts", () => {
    const { log, pass, change } = scripted();
    expect(log.now()).toEqual({ low: 4, high: 15 });
    pass(60);
    change({}, "half");
    expect(log.now()).toEqual({ low: 2, high: 7.5 });
    pass(60);
    expect(log.today()).toEqual({ low: 360, high: 1350 });
  });

  test("stands still while nothing is computed here", () => {
    const { log, pass, change } = scripted();
    for (const part of [{ state: "resting" }, { state: "training", isElsewhere: true }] as const) {
      change(part);
      pass(60);
    }
    change({ state: "preparing", isElsewhere: false });
    pass(60);
    expect(log.now()).toBeNull();
    expect(log.today()).toEqual({ low: 0, high: 0 });
  });

  test("counts no night that the computer slept through", () => {
    const { log, leap } = scripted();
    leap(8 * 3_600_000);
    expect(log.today()).toEqual({ low: 120, high: 450 });
    leap(-3_600_000); // a clock that was set back
    expect(log.today()).toEqual({ low: 120, high: 450 });
  });

  test("begins anew at midnight, and outlasts the page until then", () => {
    const first = scripted();
    first.pass(100);
    first.change({ state: "idle" });
    const second = scripted(first.storage);
    expect(second.log.today()).toEqual({ low: 400, high: 1500 });
    second.pass(10);
    expect(second.log.today()).toEqual({ low: 440, high: 1650 });
    second.change({ state: "idle" });
    second.leap(DAY_MS);
    expect(second.log.today()).toEqual({ low: 0, high: 0 });
  });

  test("goes on in the page where the browser keeps nothing", () => {
    const full = {
      getItem: () => null,
      setItem: () => {
        throw new DOMException("full", "QuotaExceededError");
      },
    } as unknown as Storage;
    for (const storage of [undefined, full]) {
      const run = scripted(storage);
      run.pass(60);
      run.change({ state: "idle" });
      expect(run.log.today()).toEqual({ low: 240, high: 900 });
    }
  });

  test("believes nothing of what it finds that cannot be", () => {
    const day = "2026-11-28";
    const good = { version: 1, day, low: 1, high: 2 };
    expect(parseEnergy(JSON.stringify(good), day)).toEqual({ low: 1, high: 2 });
    const bad = [
      null,
      "",
      "{",
      "null",
      '{"version":1}',
      JSON.stringify({ ...good, version: 2 }),
      JSON.stringify({ ...good, day: "2026-11-27" }),
      JSON.stringify({ ...good, low: -1 }),
      JSON.stringify({ ...good, high: "2" }),
      '{"version":1,"day":"2026-11-28","low":1,"high":1e999}',
    ];
    for (const text of bad) expect(parseEnergy(text, day)).toEqual({ low: 0, high: 0 });
  });
});
