/** What a browser may do to a page that keeps receipts: the disk is full, somebody clears the site's data, an old page holds the database. Nothing that was shown is lost, and the page says what is wrong. */
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { Hash } from "../../shared/core/ids.ts";
import { type App, openApp } from "../support/app.ts";
import { doubleSignatures, readKeptRecords } from "../support/kept-records.ts";
import { LEDGER_NAME } from "../support/ledger-databases.ts";
import { ReceiptLog } from "../support/receipt-log.ts";
import { TrainingPage } from "../support/training-page.ts";

const PROJECT = "?project=tiny&backend=wasm";
/** All the room that the browser gives; the first rounds need some 500,000. */
const QUOTA_BYTES = 4_000_000;
const FILLER = "filler";

let app: App;
let context: BrowserContext;
let log: ReceiptLog;

beforeAll(async () => {
  app = await openApp();
});

beforeEach(async () => {
  context = await app.browser.newContext();
  log = new ReceiptLog();
  await log.follow(context);
});

afterEach(() => context.close());

afterAll(() => app.close());

async function open(): Promise<TrainingPage> {
  const page = await TrainingPage.open(context, `${app.origin}/${PROJECT}`);
  await page.chooseFull();
  return page;
}

/** Trains, and shows receipts. */
async function work(page: TrainingPage): Promise<void> {
  await page.start();
  await page.show("receipts");
}

/** Another tab of the site, with nothing of the program in it. */
async function openBareTab(): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${app.origin}/config.json`);
  return page;
}

/** Everything that was shown is on the disk, once. */
async function expectAllKept(page: Page): Promise<void> {
  expect(await findLost(page)).toEqual([]);
  expect(doubleSignatures(await readKeptRecords(page))).toEqual([]);
}

/** What was shown and is not on the disk. */
async function findLost(page: Page): Promise<readonly Hash[]> {
  const shown = [...log.records]; // before the disk is read: meanwhile more is written and shown
  const kept = new Set((await readKeptRecords(page)).map(({ hash }) => hash));
  return shown.filter((record) => !kept.has(record));
}

test("a full disk is named, and receipts come again when there is room", async () => {
  const tab = await openBareTab();
  const session = await context.newCDPSession(tab);
  // Before anything is stored, because the browser remembers for a while how much room there is.
  await session.send("Storage.overrideQuotaForOrigin", { origin: app.origin, quotaSize: QUOTA_BYTES });
  const page = await open();
  await work(page);
  await page.waitFor("receipt-count", "≥", 2);
  await fillDisk(tab);
  await page.get("status").getByText("Stopped.", { exact: true }).waitFor();
  await page.show("donate");
  expect(await page.get("problem").textContent()).toMatch(/no room/);
  await expectAllKept(page.page);

  await tab.evaluate(
    (name) =>
      new Promise((resolve) =>
        indexedDB.deleteDatabase(name).addEventListener("success", () => resolve(null)),
      ),
    FILLER,
  );
  await session.send("Storage.overrideQuotaForOrigin", { origin: app.origin });
  await work(page);
  await page.waitFor("receipt-count", "≥", log.records.size + 2);
  await page.waitForStatus("Training");
  await expectAllKept(page.page);
});

/** Stores what cannot be compressed, in ever smaller pieces, until not even the smallest fits. */
async function fillDisk(tab: Page): Promise<void> {
  await tab.evaluate(async (name) => {
    const opening = indexedDB.open(name);
    opening.addEventListener("upgradeneeded", () =>
      opening.result.createObjectStore("pieces", { autoIncrement: true }),
    );
    await new Promise((resolve) => opening.addEventListener("success", resolve));
    for (let bytes = 60_000; bytes > 100;) {
      const transaction = opening.result.transaction("pieces", "readwrite");
      transaction.objectStore("pieces").add(crypto.getRandomValues(new Uint8Array(bytes)));
      const isStored = await new Promise<boolean>((resolve) => {
        transaction.addEventListener("complete", () => resolve(true));
        transaction.addEventListener("abort", () => resolve(false));
      });
      if (!isStored) bytes /= 4;
    }
    opening.result.close();
  }, FILLER);
}

test("a database that another tab deletes is there again, with everything that was shown", async () => {
  const page = await open();
  await work(page);
  await page.waitFor("receipt-count", "≥", 2);
  const tab = await openBareTab();
  for (let time = 0; time < 3; time++) {
    const count = await page.read("receipt-count");
    await tab.evaluate(
      (name) =>
        new Promise((resolve) =>
          indexedDB.deleteDatabase(name).addEventListener("success", () => resolve(null)),
        ),
      LEDGER_NAME,
    );
    await page.waitFor("receipt-count", "≥", count + 1);
  }
  await page.waitForStatus("Training");
  await page.stop();
  await expectAllKept(tab);
  await page.page.reload();
  await page.waitFor("receipt-count", "≥", log.records.size);
});

test("an older page that holds the database is named, and nothing is mixed up when it is gone", async () => {
  const tab = await openBareTab();
  await tab.evaluate(async (name) => {
    const opening = indexedDB.open(name, 10); // version 1 of the tables, which gives way to nobody
    opening.addEventListener("upgradeneeded", () => {
      opening.result.createObjectStore("records", { keyPath: "hash" });
      opening.result.createObjectStore("feeds", { keyPath: "device" });
    });
    await new Promise((resolve) => opening.addEventListener("success", resolve));
  }, LEDGER_NAME);
  const visitor = await open();
  await visitor.show("receipts");
  await visitor.page.getByText("A tab with an older version of this page holds your receipts.").waitFor();
  // Somebody else keeps what this visit does.
  const friend = await app.browser.newContext();
  const other = await TrainingPage.open(friend, `${app.origin}/${PROJECT}`);
  await other.start();
  await visitor.show("donate");
  await visitor.start();
  await visitor.waitFor("peers", "≥", 1);
  await visitor.show("receipts");
  await visitor.waitFor("receipt-count", "≥", 2);
  await expect.poll(() => findLost(other.page)).toEqual([]);
  await visitor.stop();
  // Shown in the last moment, when nobody could be sent it any more: the page says that it keeps nothing.
  const unkept = await findLost(other.page);
  await tab.close();

  await visitor.page.reload();
  await visitor.show("donate");
  await work(visitor);
  await visitor.waitFor("receipt-count", "≥", log.records.size + 1);
  // What comes from others is shown at once, and on the disk a moment later (shared/ledger/ledger.ts).
  const missing = async () => (await findLost(visitor.page)).filter((record) => !unkept.includes(record));
  await expect.poll(missing).toEqual([]);
  expect(doubleSignatures(await readKeptRecords(visitor.page))).toEqual([]);
  await friend.close();
});
