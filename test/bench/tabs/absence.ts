/** The signaling server goes away while four tabs train, and comes back. */
import { setTimeout as sleep } from "node:timers/promises";
import { compareHeads, untilRound, untilTogether } from "../../support/swarm-tabs.ts";
import type { TabPool } from "./tab-pool.ts";

const TABS = 4;
/** Before the server goes, for comparison. */
const ROUNDS_BEFORE = 5;
/** The bar of issue 3. */
const JOIN_LIMIT_MS = 10_000;

export async function measureAbsence(pool: TabPool, minutes: number) {
  const first = await pool.gather(TABS);
  const startMs = performance.now();
  await untilRound(pool.tabs, first + ROUNDS_BEFORE);
  const roundMsBefore = (performance.now() - startMs) / ROUNDS_BEFORE;

  const gone = pool.round;
  await pool.app.stopServer();
  const goneAtMs = performance.now();
  await sleep(minutes * 60_000);
  const back = pool.round;
  const roundMsAway = (performance.now() - goneAtMs) / (back - gone);
  await untilRound(pool.tabs, back);
  const { headCounts, missed } = compareHeads(pool.tabs, gone, back);

  await pool.app.restartServer();
  const backAtMs = Date.now();
  const { tabs } = pool;
  const newcomer = await pool.open();
  await pool.start(newcomer);
  const joined = await newcomer.until("a link", ({ peers }) => peers > 0);
  await untilTogether([...tabs, newcomer]);
  const joinMs = joined.atMs - backAtMs;
  const lostRounds = headCounts.filter((count) => count !== 1).length + missed.length;
  return {
    scenario: "absence",
    minutes,
    roundsAway: back - gone,
    roundMsBefore,
    roundMsAway,
    lostRounds,
    missed,
    joinMs,
    isMet: lostRounds === 0 && joinMs <= JOIN_LIMIT_MS,
  };
}
