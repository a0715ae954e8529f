/** The tests of `count` schedules from `first` on; in several files, because files run side by side. */
import { expect, it } from "vitest";
import { replayCommand, runSchedule } from "./fault-run.ts";

const SCHEDULES_PER_TEST = 125;
/** Many times what they take. */
const TIMEOUT_MS = 120_000;

export function testSchedules(first: number, count: number): void {
  for (let start = first; start < first + count; start += SCHEDULES_PER_TEST) {
    const end = Math.min(first + count, start + SCHEDULES_PER_TEST);
    it(`violates nothing in schedules ${start} to ${end - 1}`, { timeout: TIMEOUT_MS }, async () => {
      const failures: string[] = [];
      for (let seed = start; seed < end; seed++) {
        const { violations } = await runSchedule(seed);
        if (violations.length > 0) failures.push(`${replayCommand(seed)}\n  ${violations.join("\n  ")}`);
      }
      expect(failures.join("\n")).toBe("");
    });
  }
}
