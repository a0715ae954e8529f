/** Somebody trains, and loses the computer. On another one the twelve words bring the credit back, from whoever else is there. */
import { setTimeout as sleep } from "node:timers/promises";
import type { BrowserContext } from "playwright-core";
import type { Hash } from "../../../shared/core/ids.ts";
import type { App } from "../../support/app.ts";
import { readKeptRecords } from "../../support/kept-records.ts";
import { ReceiptLog } from "../../support/receipt-log.ts";
import { TrainingPage } from "../../support/training-page.ts";

/** The bar of issue 4. */
const RESTORE_LIMIT_MS = 60_000;
const PATIENCE_MS = 2 * RESTORE_LIMIT_MS;
/** What a page hears of is on its disk about as soon as this. */
const KEEPING_MS = 100;

/** @param address of the page, with a project of short rounds @param rounds that are worked for before */
export async function measureRestoring(app: App, address: string, rounds: number) {
  const open = () => app.browser.newContext();
  const [lost, other, found] = [await open(), await open(), await open()];
  try {
    const stayer = await TrainingPage.open(other, address);
    await stayer.start();
    const before = await workFor(lost, address, rounds, stayer);
    await lost.close();

    const log = new ReceiptLog();
    await log.follow(found);
    const after = await TrainingPage.open(found, address);
    await enterWords(after, before.words);
    const startMs = performance.now();
    await after.show("donate");
    await after.start();
    await after.show("receipts");
    await waitForCredit(after, before.credit);
    const restoredMs = performance.now() - startMs;
    await showOlder(after);
    const others = [...before.credits].filter(([record, credit]) => log.credits.get(record) !== credit);
    return {
      scenario: "restoring",
      receipts: before.credits.size,
      credit: before.credit,
      /** Receipts that are not there, or not worth what they were. */
      differences: others.map(([record]) => record),
      restoredMs,
      isMet: others.length === 0 && restoredMs <= RESTORE_LIMIT_MS,
    };
  } finally {
    await Promise.all([lost, other, found].map((context) => context.close()));
  }
}

/** Trains beside somebody else, and notes what it came to, as far as the other one keeps it too: nobody else could bring it back. */
async function workFor(context: BrowserContext, address: string, rounds: number, other: TrainingPage) {
  const log = new ReceiptLog();
  await log.follow(context);
  const page = await TrainingPage.open(context, address);
  await page.chooseFull();
  await page.start();
  await page.waitFor("peers", "≥", 1);
  await page.show("receipts");
  await page.waitForMore("receipt-count", rounds); // what was there before may be of rounds alone
  const credit = (await page.read("credit")) + (await page.read("credit-pending"));
  const records = new Set(log.credits.keys());
  while (!(await isKept(other, records))) await sleep(KEEPING_MS);
  await page.stop();
  await page.show("you");
  await page.get("show-words").click();
  const credits = new Map([...log.credits].filter(([record]) => records.has(record)));
  return { credit, credits, words: await page.get("phrase").innerText() };
}

/** Whether a page has these contributions on its disk, and the commits that include them. */
async function isKept({ page }: TrainingPage, contributions: ReadonlySet<Hash>): Promise<boolean> {
  const records = await readKeptRecords(page);
  const kept = new Set(records.map(({ hash }) => hash));
  const included = new Set(
    records.flatMap(({ content }) =>
      content.type === "commit" ? content.body.contributions.map(({ record }) => record) : [],
    ),
  );
  return [...contributions].every((record) => kept.has(record) && included.has(record));
}

async function enterWords(page: TrainingPage, words: string): Promise<void> {
  await page.show("you");
  await page.get("restore-words").fill(words);
  await page.get("restore").click();
  await page.get("restore-yes").click();
  await page.page.getByText("This device now belongs to that person.", { exact: false }).waitFor();
}

/** The page shows the newest fifty, and more when it is asked. */
async function showOlder(page: TrainingPage): Promise<void> {
  const older = page.get("older-receipts");
  while ((await older.count()) > 0) {
    const count = await page.get("receipt").count();
    await older.click();
    await page.get("receipt").nth(count).waitFor();
  }
}

/** Vested and pending together. */
async function waitForCredit({ page }: TrainingPage, credit: number): Promise<void> {
  await page.waitForFunction(
    (wanted) => {
      const [vested, pending] = ["credit", "credit-pending"].map((id) =>
        Number(document.querySelector(`[data-testid=${id}]`)?.getAttribute("data-value")),
      );
      return vested! + pending! >= wanted;
    },
    credit * (1 - 1e-9), // sums of the same numbers in another order
    { timeout: PATIENCE_MS },
  );
}
