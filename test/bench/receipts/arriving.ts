/** How long a person waits for a receipt: from the commit that includes the work to the row that says so. */
import type { Page } from "playwright-core";
import type { App } from "../../support/app.ts";
import { ReceiptLog } from "../../support/receipt-log.ts";
import { TrainingPage } from "../../support/training-page.ts";
import { median } from "../median.ts";
import { percentile } from "../tabs/percentile.ts";
import { type CommitScope, timeCommits } from "./time-commits.ts";

/** The bar of issue 4. */
const ARRIVAL_LIMIT_MS = 2_000;

export interface ArrivingOptions {
  readonly tabs: number;
  readonly rounds: number;
}

/** @param address of the page, with a project of short rounds */
export async function measureArriving(app: App, address: string, { tabs, rounds }: ArrivingOptions) {
  const contexts = await Promise.all(Array.from({ length: tabs }, () => app.browser.newContext()));
  try {
    const logs = contexts.map(() => new ReceiptLog());
    await Promise.all(contexts.map((context, index) => logs[index]!.follow(context)));
    await Promise.all(contexts.map((context) => context.addInitScript(timeCommits)));
    const pages = await Promise.all(contexts.map((context) => TrainingPage.open(context, address)));
    await Promise.all(pages.map((page) => page.chooseFull()));
    await Promise.all(pages.map((page) => page.start()));
    await Promise.all(pages.map((page) => page.waitFor("peers", "≥", tabs - 1)));
    await Promise.all(pages.map((page) => page.show("receipts")));
    // What was worked for alone, before, came before the page showed any.
    await Promise.all(pages.map((page) => page.waitForMore("receipt-count", rounds)));
    const commitsMs = earliest(await Promise.all(pages.map(({ page }) => readCommits(page))));
    const arrivalsMs = logs.flatMap((log) => waits(log, commitsMs));
    const p95Ms = percentile(arrivalsMs, 0.95);
    return {
      scenario: "arriving",
      tabs,
      rounds,
      receipts: arrivalsMs.length,
      arrival: { medianMs: median(arrivalsMs), p95Ms, maxMs: Math.max(...arrivalsMs) },
      isMet: arrivalsMs.length > 0 && p95Ms <= ARRIVAL_LIMIT_MS,
    };
  } finally {
    await Promise.all(contexts.map((context) => context.close()));
  }
}

/** When the first tab passed on the certificate of each round. */
function earliest(ofTabs: readonly ReadonlyMap<number, number>[]): ReadonlyMap<number, number> {
  const first = new Map<number, number>();
  for (const [round, atMs] of ofTabs.flatMap((commits) => [...commits]))
    first.set(round, Math.min(atMs, first.get(round) ?? Infinity));
  return first;
}

/** Of every receipt that was committed while this tab showed receipts: from there to the row that says that it counts. */
function waits({ changes }: ReceiptLog, commitsMs: ReadonlyMap<number, number>): readonly number[] {
  const sinceMs = changes[0]?.atMs ?? Infinity;
  const arrived = new Map<number, number>();
  for (const { round, state, atMs } of changes)
    if (state !== "open" && !arrived.has(round)) arrived.set(round, atMs);
  return [...arrived].flatMap(([round, atMs]) => {
    const committedMs = commitsMs.get(round) ?? 0;
    return committedMs < sinceMs ? [] : [atMs - committedMs];
  });
}

async function readCommits(page: Page): Promise<ReadonlyMap<number, number>> {
  return new Map(await page.evaluate(() => [...((globalThis as CommitScope).commitsMs ?? [])]));
}
