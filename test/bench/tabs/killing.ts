/** Every ten seconds the renderer of a random tab among six dies, and another tab comes in its place. */
import { setTimeout as sleep } from "node:timers/promises";
import { must } from "../../../shared/core/assert.ts";
import { createRandom } from "../../../shared/core/random.ts";
import type { SwarmTab } from "../../support/swarm-tab.ts";
import { untilTogether } from "../../support/swarm-tabs.ts";
import { median } from "../median.ts";
import type { TabPool } from "./tab-pool.ts";

const TABS = 6;
const KILL_INTERVAL_MS = 10_000;
/** The bar of issue 3: no stall over two rounds, on top of the round itself. */
const GAP_LIMIT_ROUNDS = 3;

export async function measureKilling(pool: TabPool, minutes: number, seed: string) {
  const random = createRandom(seed);
  const everybody = new Set<SwarmTab>();
  const first = await pool.gather(TABS);
  for (const tab of pool.tabs) everybody.add(tab);
  const roundMsBefore = undisturbedRoundMs(pool.tabs);
  const endAtMs = Date.now() + minutes * 60_000;
  let killCount = 0;
  const arrivals: Promise<void>[] = [];
  while (Date.now() < endAtMs) {
    const killAtMs = Date.now() + KILL_INTERVAL_MS;
    const { tabs } = pool;
    await pool.crash(must(tabs[random.below(tabs.length, killCount++)], "there are tabs"));
    const newcomer = await pool.open();
    everybody.add(newcomer);
    arrivals.push(pool.start(newcomer).catch(() => undefined)); // it may be the next to die
    await sleep(Math.max(0, killAtMs - Date.now()));
  }
  await Promise.all(arrivals);
  const last = await untilTogether(pool.tabs);
  const { rounds, gapsMs, forkedRounds } = followRounds([...everybody], first, last);
  const longestGapRounds = Math.max(...gapsMs) / median(gapsMs);
  return {
    scenario: "killing",

    minutes,
    killCount,
    rounds,
    roundMsBefore,
    roundMs: median(gapsMs),
    longestGapMs: Math.max(...gapsMs),
    longestGapRounds,
    forkedRounds,
    isMet: longestGapRounds <= GAP_LIMIT_ROUNDS && forkedRounds.length === 0,
  };
}

/**
 * The swarm's rounds as all tabs together saw them. A committed round is lost when the swarm later goes on from another head of it: then some round has
 * two heads among tabs that were linked.
 */
function followRounds(tabs: readonly SwarmTab[], first: number, last: number) {
  const firstSeenMs = new Map<number, number>();
  const heads = new Map<number, Set<string>>();
  for (const { round, head, atMs, peers } of tabs.flatMap(({ sightings }) => sightings)) {
    if (!(round >= first && round <= last) || peers === 0) continue;
    firstSeenMs.set(round, Math.min(atMs, firstSeenMs.get(round) ?? Infinity));
    heads.set(round, (heads.get(round) ?? new Set()).add(head));
  }
  const times = [...firstSeenMs.values()].toSorted((a, b) => a - b);
  return {
    rounds: last - first,
    gapsMs: times.slice(1).map((atMs, index) => atMs - times[index]!),
    forkedRounds: [...heads].filter(([, of]) => of.size > 1).map(([round]) => round),
  };
}

function undisturbedRoundMs(tabs: readonly SwarmTab[]): number {
  const starts = new Map<number, number>();
  for (const { round, atMs } of tabs[0]?.sightings ?? []) if (!starts.has(round)) starts.set(round, atMs);
  const times = [...starts.values()].slice(1);
  return median(times.slice(1).map((atMs, index) => atMs - times[index]!));
}
