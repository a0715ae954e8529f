/** Eight tabs of one profile want to train; the one that may dies, again and again. Another takes over at once, and never do two sign. */
import { setTimeout as sleep } from "node:timers/promises";
import type { BrowserContext } from "playwright-core";
import { must } from "../../../shared/core/assert.ts";
import { createRandom } from "../../../shared/core/random.ts";
import type { App } from "../../support/app.ts";
import { doubleSignatures, feedLengths, readKeptRecords } from "../../support/kept-records.ts";
import { TrainingPage } from "../../support/training-page.ts";
import { median } from "../median.ts";
import { percentile } from "../tabs/percentile.ts";
import { nameOfWorker, ProfileLockWatch } from "./profile-lock-watch.ts";

const TABS = 8;
/** The bar of issue 4. */
const TAKEOVER_LIMIT_MS = 1_000;
/** From takeover to death: long enough to sign now and then. */
const LIFE_MS = 6_000;

export interface TakingOverOptions {
  readonly times: number;
  readonly seed: string;
}

/** @param address of the page, with a project of short rounds */
export async function measureTakingOver(app: App, address: string, { times, seed }: TakingOverOptions) {
  const random = createRandom(seed);
  const [context, outside] = [await app.browser.newContext(), await app.browser.newContext()];
  try {
    // Somebody else, who confirms where the feed ends: otherwise every takeover would begin another device.
    const other = await TrainingPage.open(outside, address);
    await other.start();
    const watch = await ProfileLockWatch.open(context, address);
    const tabs = new Map<string, TrainingPage>();
    const opening = Array.from({ length: TABS }, () => openTab(context, address, tabs));
    await Promise.all(opening);
    const takeoversMs: number[] = [];
    for (let time = 0; time < times; time++) {
      const { holder } = await watch.until((now) => tabs.has(now.holder) && now.waitingCount > 0);
      await sleep(random.below(LIFE_MS, time));
      const victim = must(tabs.get(holder), "it was opened here");
      tabs.delete(holder);
      const crashedAtMs = await crash(victim);
      const next = await watch.until((now) => now.holder !== "" && now.holder !== holder);
      takeoversMs.push(next.atMs - crashedAtMs);
      await openTab(context, address, tabs);
    }
    const records = [...(await readKeptRecords(watch.page)), ...(await readKeptRecords(other.page))];
    const twice = doubleSignatures(records);
    const lengths = [...feedLengths(await readKeptRecords(watch.page)).values()];
    const mostSigners = Math.max(...watch.seen.map(({ holderCount }) => holderCount));
    const slowestMs = Math.max(...takeoversMs);
    return {
      scenario: "taking-over",
      tabs: TABS,
      times,
      mostSigners,
      doubleSignatures: twice,
      takeover: { medianMs: median(takeoversMs), p95Ms: percentile(takeoversMs, 0.95), maxMs: slowestMs },
      /** The outside one's too. */
      devices: lengths.length,
      feedRecords: lengths.reduce((sum, length) => sum + length, 0),
      isMet: mostSigners === 1 && twice.length === 0 && slowestMs <= TAKEOVER_LIMIT_MS,
    };
  } finally {
    await Promise.all([context.close(), outside.close()]);
  }
}

async function openTab(context: BrowserContext, address: string, tabs: Map<string, TrainingPage>) {
  const tab = await TrainingPage.open(context, address);
  await tab.start();
  tabs.set(await nameOfWorker(tab.page), tab);
}

/** The renderer dies at once, without a word to anybody. @returns when, in milliseconds since 1970 */
async function crash({ page }: TrainingPage): Promise<number> {
  const session = await page.context().newCDPSession(page);
  const crashed = page.waitForEvent("crash");
  const atMs = Date.now();
  session.send("Page.crash").catch(() => undefined); // nobody is left to answer
  await crashed;
  await page.close();
  return atMs;
}
