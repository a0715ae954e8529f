/** What a browser may do to a page that keeps receipts: the disk is full, somebody clears the site's data, an old page holds the database. Nothing that was shown is lost, and the page says what is wrong. */
import type { BrowserContext, CDPSession, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type App, openApp } from "../support/app.ts";
import { doubleSignatures, readKeptRecords } from "../support/kept-records.ts";
import { LEDGER_NAME } from "../support/ledger-databases.ts";
import { ReceiptLog } from "../support/receipt-log.ts";
import { TrainingPage } from "../support/training-page.ts";

const PROJECT = "?project=tiny&backend=wasm";

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
  const records = await readKeptRecords(page);
  const kept = new Set(records.map(({ hash }) => hash));
  expect([...log.records].filter((record) => !kept.has(record))).toEqual([]);
  expect(doubleSignatures(records)).toEqual([]);
}

const problemOf = async (page: TrainingPage) => (await page.get("problem").first().textContent()) ?? "";

test("a full disk is named, and receipts come again when there is room", async () => {
  const page = await open();
  await work(page);
  await page.waitFor("receipt-count", "≥", 2);
  const session = await context.newCDPSession(page.page);
  await setQuota(session, 1_000);
  await page.get("problem").first().waitFor();
  expect(await problemOf(page)).toMatch(/no room/);
  await expectAllKept(page.page);
  const count = await page.read("receipt-count");
  await setQuota(session);
  await page.waitFor("receipt-count", "≥", count + 2);
  await page.waitForStatus("Training");
  await expectAllKept(page.page);
});

/** @param bytes for this site; as much as there is when absent */
async function setQuota(session: CDPSession, bytes?: number): Promise<void> {
  const quota = bytes === undefined ? {} : { quotaSize: bytes };
  await session.send("Storage.overrideQuotaForOrigin", { origin: app.origin, ...quota });
}

test("a database that is deleted by another tab is there again, with everything that was shown", async () => {
  const page = await open();
  await work(page);
  await page.waitFor("receipt-count", "≥", 2);
  const tab = await openBareTab();
  for (const more of [1, 2, 3]) {
    const count = await page.read("receipt-count");
    await tab.evaluate(async (name) => {
      const deletion = indexedDB.deleteDatabase(name);
      await new Promise((resolve) => deletion.addEventListener("success", resolve));
    }, LEDGER_NAME);
    await page.waitFor("receipt-count", "≥", count + more);
  }
  await page.waitForStatus("Training");
  await page.stop();
  await expectAllKept(tab);
  await page.page.reload();
  await page.waitFor("receipt-count", "≥", log.records.size);
});

test("an older page that holds the database is named, and receipts are kept as soon as it is gone", async () => {
  const tab = await openBareTab();
  await tab.evaluate(async (name) => {
    const opening = indexedDB.open(name, 10); // version 1 of the tables, which gives way to nobody
    opening.addEventListener("upgradeneeded", () => {
      opening.result.createObjectStore("records", { keyPath: "hash" });
      opening.result.createObjectStore("feeds", { keyPath: "device" });
    });
    await new Promise((resolve) => opening.addEventListener("success", resolve));
  }, LEDGER_NAME);
  const page = await open();
  await page.start();
  await page.get("problem").first().waitFor();
  console.log("donate", await problemOf(page), await page.get("status").textContent());
  await page.show("receipts");
  await new Promise((r) => setTimeout(r, 8000));
  console.log("receipts", await page.get("problem").allTextContents(), await page.get("status").textContent(), await page.read("receipt-count"));
  await tab.close();
  await new Promise((r) => setTimeout(r, 8000));
  console.log("after", await page.get("problem").allTextContents(), await page.get("status").textContent(), await page.read("receipt-count"), log.records.size);
  await expectAllKept(page.page);
});
