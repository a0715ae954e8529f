import { describe, expect, it } from "vitest";
import { runSchedule } from "./fault-run.ts";

describe("a fault schedule", { timeout: 60_000 }, () => {
  it("gives the same log for the same seed, whatever ran before", async () => {
    const first = await runSchedule(7);
    await runSchedule(8);
    expect(await runSchedule(7)).toEqual(first);
  });

  it("gives another log for another seed", async () => {
    expect((await runSchedule(7)).logHash).not.toBe((await runSchedule(9)).logHash);
  });
});
