import { describe, expect, it } from "vitest";
import { isOpen, minuteAfter, minuteOfWeek, minutesUntilOpen } from "../../../../web/pause/schedule.ts";

const at = (day: number, hour: number, minute = 0) => (day * 24 + hour) * 60 + minute;
const NIGHTS = { days: [0, 6], fromMinute: 22 * 60, toMinute: 7 * 60 };
const OFFICE = { days: [0, 1, 2, 3, 4], fromMinute: 9 * 60, toMinute: 17 * 60 };

describe("hours", () => {
  it.for([
    [OFFICE, at(0, 9), true],
    [OFFICE, at(0, 8, 59), false],
    [OFFICE, at(4, 16, 59), true],
    [OFFICE, at(4, 17), false],
    [OFFICE, at(5, 12), false],
    [NIGHTS, at(0, 23), true],
    [NIGHTS, at(1, 6, 59), true],
    [NIGHTS, at(1, 7), false],
    [NIGHTS, at(1, 23), false],
    [NIGHTS, at(0, 3), true], // of the night that began on Sunday
    [{ ...OFFICE, toMinute: OFFICE.fromMinute }, at(1, 8, 59), true], // a whole day
  ] as const)("%j at minute %i are open: %s", ([schedule, minute, isExpected]) => {
    expect(isOpen(schedule, minute)).toBe(isExpected);
  });

  it("say how long it is until they open, over the end of the week too", () => {
    expect(minutesUntilOpen(OFFICE, at(0, 8, 30))).toBe(30);
    expect(minutesUntilOpen(OFFICE, at(4, 17))).toBe(at(2, 16));
    expect(minutesUntilOpen(NIGHTS, at(2, 0))).toBe(at(4, 22));
    expect(minutesUntilOpen({ ...OFFICE, days: [] }, 0)).toBeNull();
  });
});

it("counts minutes from Monday on, in local time", () => {
  expect(minuteOfWeek(new Date(2026, 0, 5, 0, 0, 59).getTime())).toBe(0); // a Monday
  expect(minuteOfWeek(new Date(2026, 0, 11, 23, 59).getTime())).toBe(at(6, 23, 59));
});

it("ends a wait at a full minute", () => {
  expect(minuteAfter(90_500, 2)).toBe(180_000);
});
