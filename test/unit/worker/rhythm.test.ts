import { expect, test } from "vitest";
import { createRhythm } from "../../../worker/rhythm.ts";

/** When the checkpoint is taken, if taking it lasts `costMs` and somebody asks every 100 ms for two minutes. */
async function checkpointTimes(costMs: number): Promise<number[]> {
  let nowMs = 5000;
  const rhythm = createRhythm(() => nowMs);
  const times: number[] = [];
  for (; nowMs < 125_000; nowMs += 100) {
    await rhythm.whenDue("checkpoint", async () => {
      times.push(nowMs - 5000);
      nowMs += costMs;
    });
  }
  return times;
}

test("is due two seconds after the start, then every ten", async () => {
  expect((await checkpointTimes(0)).slice(0, 3)).toEqual([2000, 12_000, 22_000]);
});

test("is due less often where it is slow, so that it takes a thirtieth of the time", async () => {
  expect((await checkpointTimes(1000)).slice(0, 3)).toEqual([2000, 32_000, 62_000]);
});

test("is due again at once after it failed", async () => {
  let nowMs = 0;
  const rhythm = createRhythm(() => nowMs);
  nowMs = 3000;
  await expect(rhythm.whenDue("sample", () => Promise.reject(new Error("lost")))).rejects.toThrow("lost");
  let count = 0;
  const work = async () => void count++;
  await rhythm.whenDue("sample", work);
  await rhythm.whenDue("sample", work);
  expect(count).toBe(1);
});
