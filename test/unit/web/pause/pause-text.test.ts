import { describe, expect, it } from "vitest";
import { pauseText } from "../../../../web/pause/pause-text.ts";
import { remedyOfSlow, snoozeEndMs } from "../../../../web/pause/pause-view.ts";

const NOON_MS = new Date(2026, 0, 5, 12, 0).getTime(); // a Monday
const HOUR_MS = 3_600_000;
const text = pauseText(NOON_MS);

describe("a rest", () => {
  it("says when it ends, with the day if that is another one", () => {
    const rest = { kind: "rest", reason: "snoozed", remedy: "resume" } as const;
    expect(text.rest({ ...rest, untilMs: NOON_MS + HOUR_MS }, 0)).toMatch(/^Snoozed until 1:00\sPM; then/);
    expect(text.rest({ ...rest, untilMs: NOON_MS + 24 * HOUR_MS }, 0)).toMatch(/until Tuesday.* 12:00\sPM/);
  });

  it("says that hours without a day never come", () => {
    const rest = { kind: "rest", reason: "hours", untilMs: null, remedy: "ignore-hours" } as const;
    expect(text.rest(rest, 0)).toBe("You set hours, but no day for them.");
  });

  it("says how much was used up", () => {
    const rest = { kind: "rest", reason: "data-cap", untilMs: null, remedy: "more-data" } as const;
    expect(text.rest(rest, 1500)).toMatch(/^The 1,500 MB that you set/);
  });
});

describe("a notice", () => {
  const interrupted = {
    kind: "interrupted",
    wasDiscarded: true,
    atMs: NOON_MS + 2 * HOUR_MS + 2 * 60_000,
    lostSteps: 0,
    snoozedUntilMs: null,
  } as const;

  it.for([
    [{ kind: "moved", atMs: NOON_MS }, /^Training moved to another tab \(12:00\sPM\)\.$/],
    [interrupted, /^Your browser unloaded this tab \(2:02\sPM\)\. Steps lost: 0\.$/],
    [{ ...interrupted, wasDiscarded: false, lostSteps: 1200 }, /loaded again.*Steps lost: 1,200\.$/],
    [{ ...interrupted, snoozedUntilMs: NOON_MS + 1 }, /^Snoozed until/],
    [{ ...interrupted, snoozedUntilMs: NOON_MS }, /^Your browser unloaded/],
    [{ kind: "was-hidden" }, /in the background/],
  ] as const)("%j is a sentence", ([notice, sentence]) => {
    expect(text.notice(notice)).toMatch(sentence);
  });
});

it("names the days from Monday on", () => {
  expect([text.day(0), text.day(6)]).toEqual(["Mon", "Sun"]);
});

it("ends a snooze after its time, or in the morning", () => {
  expect(snoozeEndMs("quarter", NOON_MS) - NOON_MS).toBe(HOUR_MS / 4);
  expect(snoozeEndMs("hour", NOON_MS) - NOON_MS).toBe(HOUR_MS);
  expect(snoozeEndMs("tomorrow", NOON_MS)).toBe(new Date(2026, 0, 6, 8, 0).getTime());
  expect(text.snooze("hour", NOON_MS + HOUR_MS)).toMatch(/^1 hour, until 1:00\sPM$/);
});

it("offers all of a computer whose battery cannot be seen, and no more of a busy one", () => {
  expect(remedyOfSlow("battery-unseen")).toBe("run-on-battery");
  expect(remedyOfSlow("busy")).toBeNull();
});
