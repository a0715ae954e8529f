import { describe, expect, it } from "vitest";
import { type Conditions, NOTHING_KNOWN, type PressureState } from "../../../../web/pause/conditions.ts";
import { type Allowances, BUSY_MS, decide, HEAT_REST_MS } from "../../../../web/pause/decide.ts";
import { DEFAULT_SETTINGS, type PauseSettings } from "../../../../web/pause/pause-settings.ts";

const NOW_MS = Date.UTC(2026, 0, 5, 12, 0, 30);
const MINUTE_MS = 60_000;
const PLUGGED_IN = { kind: "known", isCharging: true } as const;
const ON_BATTERY = { kind: "known", isCharging: false } as const;
const pressed = (state: PressureState, criticalEndMs: number | null = null, sinceMs = NOW_MS - BUSY_MS) => ({
  pressure: { state, sinceMs, criticalEndMs },
});

/** On a computer that is plugged in and has time, unless said otherwise. */
const decideWith = (
  conditions: Partial<Conditions>,
  settings: Partial<PauseSettings> = {},
  allowed: Allowances = {},
) =>
  decide(
    { ...NOTHING_KNOWN, battery: PLUGGED_IN, ...conditions },
    { ...DEFAULT_SETTINGS, ...settings },
    allowed,
    NOW_MS,
  );

const NIGHTS = { days: [0, 1, 2, 3, 4], fromMinute: 22 * 60, toMinute: 7 * 60 };
const MONDAY_NOON = 12 * 60;

describe("a tab rests", () => {
  it.for([
    ["while paused", { isPaused: true }, {}, "paused", null, "resume"],
    ["while snoozed", { snoozedUntilMs: NOW_MS + 1 }, {}, "snoozed", NOW_MS + 1, "resume"],
    [
      "outside of its hours",
      { minuteOfWeek: MONDAY_NOON },
      { schedule: NIGHTS },
      "hours",
      Date.UTC(2026, 0, 5, 22),
      "ignore-hours",
    ],
    [
      "for ever where hours have no day",
      {},
      { schedule: { ...NIGHTS, days: [] } },
      "hours",
      null,
      "ignore-hours",
    ],
    ["where data is saved", { isDataSaved: true }, {}, "data-saver", null, "use-data"],
    ["on mobile data", { isCellular: true }, {}, "cellular", null, "use-data"],
    ["on battery", { battery: ON_BATTERY }, {}, "battery", null, "run-on-battery"],
    [
      "on a phone that shows something else",
      { isHidden: true, isMobile: true },
      {},
      "mobile-background",
      null,
      null,
    ],
    [
      "in the background, if that was set",
      { isHidden: true },
      { inBackground: false },
      "background",
      null,
      "allow-background",
    ],
    [
      "when the hour's data are used up",
      { bytesThisHour: 40_000_000 },
      { dataCapMb: 40 },
      "data-cap",
      null,
      "more-data",
    ],
    ["while the computer is hot", pressed("critical"), {}, "hot", null, "ignore-heat"],
    [
      "for a minute after it was hot",
      pressed("fair", NOW_MS - 1),
      {},
      "hot",
      NOW_MS - 1 + HEAT_REST_MS,
      "ignore-heat",
    ],
  ] as const)("%s", ([, conditions, settings, reason, untilMs, remedy]) => {
    expect(decideWith(conditions, settings)).toEqual({ kind: "rest", reason, untilMs, remedy });
  });
});

describe("a tab runs", () => {
  it.for([
    ["as chosen", {}, {}, "half", null],
    ["when its snooze is over", { snoozedUntilMs: NOW_MS }, {}, "half", null],
    ["within its hours", { minuteOfWeek: 23 * 60 }, { schedule: NIGHTS }, "half", null],
    [
      "on data that cost, where it need not ask",
      { isDataSaved: true, isCellular: true },
      { asksOnMetered: false },
      "half",
      null,
    ],
    [
      "on battery, where it may",
      { battery: ON_BATTERY },
      { onBattery: true, intensity: "full" },
      "full",
      null,
    ],
    [
      "in the background, with half of what was all",
      { isHidden: true },
      { intensity: "full" },
      "half",
      "background",
    ],
    [
      "in the background as chosen, if that is less",
      { isHidden: true },
      { intensity: "light" },
      "light",
      null,
    ],
    [
      "with half where the battery cannot be seen",
      { battery: { kind: "unknown" } },
      { intensity: "full" },
      "half",
      "battery-unseen",
    ],
    ["below its data limit", { bytesThisHour: 39_999_999 }, { dataCapMb: 40 }, "half", null],
    ["more slowly under serious pressure", pressed("serious"), {}, "light", "busy"],
    ["as chosen while that is new", pressed("serious", null, NOW_MS - BUSY_MS + 1), {}, "half", null],
    ["as chosen under fair pressure", pressed("fair"), {}, "half", null],
    [
      "as before when a minute has passed since it was hot",
      pressed("fair", NOW_MS - HEAT_REST_MS),
      {},
      "half",
      null,
    ],
    [
      "with all of the processor, whose pressure is its own",
      pressed("critical"),
      { intensity: "full" },
      "full",
      null,
    ],
    ["more slowly where only its steps tell", { stepDrift: 1.6 }, {}, "light", "steps-slower"],
    [
      "more slowly where all of the processor is too much",
      { ...pressed("critical"), stepDrift: 1.6 },
      { intensity: "full" },
      "half",
      "steps-slower",
    ],
    ["as chosen while steps vary", { stepDrift: 1.5 }, {}, "half", null],
    ["as it is where less would be nothing", pressed("serious"), { intensity: "light" }, "light", null],
  ] as const)("%s", ([, conditions, settings, intensity, slowed]) => {
    expect(decideWith(conditions, settings)).toEqual({ kind: "run", intensity, slowed });
  });
});

/** Each of them would be a reason; in order of precedence. */
const ALL_AT_ONCE: readonly (readonly [string, Partial<Conditions>])[] = [
  ["paused", { isPaused: true }],
  ["snoozed", { snoozedUntilMs: NOW_MS + MINUTE_MS }],
  ["hours", { minuteOfWeek: MONDAY_NOON }],
  ["data-saver", { isDataSaved: true }],
  ["cellular", { isCellular: true }],
  ["battery", { battery: ON_BATTERY }],
  ["mobile-background", { isHidden: true, isMobile: true }],
  ["background", { isHidden: true }],
  ["data-cap", { bytesThisHour: 1_000_000 }],
  ["hot", pressed("critical")],
];
const STRICT: Partial<PauseSettings> = { dataCapMb: 1, inBackground: false };

it("names the first of several reasons, always in one order", () => {
  for (const [index, [reason]] of ALL_AT_ONCE.entries()) {
    const conditions = ALL_AT_ONCE.slice(index).reduceRight<Partial<Conditions>>(
      (all, [, part]) => ({ ...all, ...part }),
      { minuteOfWeek: 23 * 60 },
    );
    const settings = { ...STRICT, schedule: NIGHTS };
    expect(decideWith(conditions, settings)).toMatchObject({ kind: "rest", reason });
  }
});

it("does not rest for a reason that the visitor has allowed, as long as that holds", () => {
  const hot = pressed("critical");
  expect(decideWith(hot, {}, { hot: NOW_MS + 1 })).toMatchObject({ kind: "run", intensity: "light" });
  expect(decideWith(hot, {}, { hot: NOW_MS })).toMatchObject({ reason: "hot" });
  expect(decideWith({ ...hot, battery: ON_BATTERY }, {}, { hot: Infinity })).toMatchObject({
    reason: "battery",
  });
});
