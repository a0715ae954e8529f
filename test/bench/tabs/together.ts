/** Some tabs train some rounds, undisturbed. */
import type { Sighting } from "../../support/swarm-tab.ts";
import { compareHeads, untilRound } from "../../support/swarm-tabs.ts";
import { median } from "../median.ts";
import { percentile } from "./percentile.ts";
import type { TabPool } from "./tab-pool.ts";
import type { ExchangeScope } from "./time-exchanges.ts";

/** The bar of issue 3 for a full cell. */
const EXCHANGE_LIMIT_MS = 3_000;
/** Before anything is timed: sixteen engines that compile, probe and warm up on two cores take what they are to be measured by. */
const WARM_UP_ROUNDS = 6;

export async function measureTogether(
  pool: TabPool,
  { tabs, rounds }: { readonly tabs: number; readonly rounds: number },
) {
  const openedAtMs = performance.now();
  const gathered = await pool.gather(tabs);
  await untilRound(pool.tabs, gathered + WARM_UP_ROUNDS);
  const first = pool.round;
  const gatheredMs = performance.now() - openedAtMs;
  for (const tab of pool.tabs) await forgetExchanges(tab.visit.page);
  const startMs = performance.now();
  await untilRound(pool.tabs, first + rounds);
  const roundMs = (performance.now() - startMs) / rounds;
  const { headCounts, missed } = compareHeads(pool.tabs, first + 1, first + rounds);
  const ofTabs = await Promise.all(pool.tabs.map((tab) => readExchanges(tab.visit.page)));
  const exchangesMs = ofTabs.flat();
  const exchange = {
    medianMs: median(exchangesMs),
    p95Ms: percentile(exchangesMs, 0.95),
    maxMs: Math.max(...exchangesMs),
    /** The slowest tab, from round to round. */
    slowestMs: Array.from({ length: rounds }, (_, round) =>
      Math.round(Math.max(...ofTabs.map((of) => of[round] ?? 0))),
    ),
  };
  const lossBefore = median(pool.tabs.map(({ sightings }) => lossesOf(sightings)[0] ?? Number.NaN));
  const lossAfter = median(pool.tabs.map(({ now }) => now.loss));
  const isOneHead = headCounts.every((count) => count === 1) && missed.length === 0;
  return {
    scenario: "together",

    tabs,
    rounds,
    gatheredMs,
    roundMs,
    headCounts,
    missed,
    exchange,
    exchanges: exchangesMs.length,
    lossBefore,
    lossAfter,
    isMet: isOneHead && lossAfter < lossBefore && exchange.p95Ms <= EXCHANGE_LIMIT_MS,
  };
}

const lossesOf = (sightings: readonly Sighting[]): number[] =>
  sightings.map(({ loss }) => loss).filter((loss) => !Number.isNaN(loss));

type Page = TabPool["tabs"][number]["visit"]["page"];

const readExchanges = (page: Page): Promise<number[]> =>
  page.evaluate(() => (globalThis as ExchangeScope).exchangesMs ?? []);

const forgetExchanges = (page: Page): Promise<void> =>
  page.evaluate(() => {
    (globalThis as ExchangeScope).exchangesMs = [];
  });
