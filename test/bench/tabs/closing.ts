/** One of three tabs is closed at the first byte of its update, again and again; the other two go on. */
import { must } from "../../../shared/core/assert.ts";
import { compareHeads, untilRound } from "../../support/swarm-tabs.ts";
import { median } from "../median.ts";
import type { TabPool } from "./tab-pool.ts";

const TABS = 3;
/** The bar of issue 3. */
const FINISH_LIMIT_MS = 10_000;
/** Rounds after the one that was cut, in which the survivors show that they are well. */
const ROUNDS_AFTER = 1;

export async function measureClosing(pool: TabPool, times: number) {
  const finishedMs: number[] = [];
  const disagreements: object[] = [];
  for (let time = 0; time < times; time++) {
    await pool.gather(TABS);
    // In turn: nobody has anything of the update; one survivor has a frame of it, which for a small model is all of it.
    const frames = time % 2;
    const victim = must(pool.tabs.at(-1), "gathered");
    await victim.cutOffWithin(frames);
    const cutAtMs = Date.now();
    const { round } = pool;
    await pool.close(victim);
    await untilRound(pool.tabs, round + 1);
    const doneAtMs = pool.tabs.map(
      ({ sightings }) => sightings.find((seen) => seen.round > round)?.atMs ?? Infinity,
    );
    finishedMs.push(Math.max(...doneAtMs) - cutAtMs);
    await untilRound(pool.tabs, round + 1 + ROUNDS_AFTER);
    const { headCounts, missed } = compareHeads(pool.tabs, round, round + 1 + ROUNDS_AFTER);
    if (headCounts.some((count) => count !== 1) || missed.length > 0)
      disagreements.push({ time, round, headCounts, missed });
  }
  const inTimeCount = finishedMs.filter((ms) => ms <= FINISH_LIMIT_MS).length;
  return {
    scenario: "closing",

    times,
    finishedMs,
    medianMs: median(finishedMs),
    maxMs: Math.max(...finishedMs),
    inTimeCount,
    disagreements,
    isMet: inTimeCount === times && disagreements.length === 0,
  };
}
