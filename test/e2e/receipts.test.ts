/** Receipts in real browsers: what was shown survives whatever happens to the browser, and nothing is signed twice. `npm run bench -- receipts` does the same a hundred times. */
import type { BrowserContext } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { measureArriving } from "../bench/receipts/arriving.ts";
import { measureKilling } from "../bench/receipts/killing.ts";
import { measureRestoring } from "../bench/receipts/restoring.ts";
import { measureTakingOver } from "../bench/receipts/taking-over.ts";
import { type App, openApp } from "../support/app.ts";
import { doubleSignatures, readKeptRecords } from "../support/kept-records.ts";
import { ReceiptLog } from "../support/receipt-log.ts";
import { TrainingPage } from "../support/training-page.ts";

/** Rounds of two seconds; one thread, because several tabs share the cores. */
const PROJECT = "?project=tiny&backend=wasm";

let app: App;
let address: string;
const contexts: BrowserContext[] = [];

beforeAll(async () => {
  app = await openApp();
  address = `${app.origin}/${PROJECT}`;
});

afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
});

afterAll(() => app.close());

/** A person with a profile of their own, at work. */
async function arrive(log = new ReceiptLog()): Promise<TrainingPage> {
  const context = await app.browser.newContext();
  contexts.push(context);
  await log.follow(context);
  const page = await TrainingPage.open(context, address);
  await work(page);
  return page;
}

async function work(page: TrainingPage): Promise<void> {
  await page.chooseFull();
  await page.start();
  await page.show("receipts");
}

/** The own devices, each with the number of its contributions. */
async function ownDevices(page: TrainingPage): Promise<readonly (readonly [string, number])[]> {
  const records = await readKeptRecords(page.page);
  const root = await rootOf(page);
  const own = records.flatMap(({ content }) =>
    content.type === "delegation" && content.body.root === root ? [content.device] : [],
  );
  return own.map((device) => [
    device,
    records.filter(({ content }) => content.type === "contribution" && content.device === device).length,
  ]);
}

async function rootOf(page: TrainingPage): Promise<string> {
  await page.show("leaderboard");
  const row = page.page.locator("[data-testid=leaderboard-row][data-own=true]");
  const root = await row.getAttribute("data-key");
  await page.show("receipts");
  return root ?? "";
}

const creditOf = async (page: TrainingPage) =>
  (await page.read("credit")) + (await page.read("credit-pending"));

test("four browsers that are killed lose no receipt that they have shown, and sign nothing twice", async () => {
  const { shownReceipts, ...report } = await measureKilling(address, { times: 3, seed: "e2e" });
  expect(report).toMatchObject({ lostReceipts: [], doubleSignatures: [] });
  expect(shownReceipts).toBeGreaterThanOrEqual(4);
});

test("of eight tabs of a profile one signs, and when it dies another one does", async () => {
  const report = await measureTakingOver(app, address, { times: 3, seed: "e2e" });
  expect(report).toMatchObject({ mostSigners: 1, doubleSignatures: [] });
});

test("the twelve words bring all credit back to an empty profile, from one other tab", async () => {
  const report = await measureRestoring(app, address, 3);
  expect(report).toMatchObject({ differences: [] });
  expect(report.receipts).toBeGreaterThan(0);
});

test("a receipt that a commit includes says so by itself", async () => {
  const { receipts } = await measureArriving(app, address, { tabs: 2, rounds: 3 });
  expect(receipts).toBeGreaterThan(0);
});

describe("a tab that is opened again", () => {
  test("goes on as the same device while somebody can confirm its last record, and as another of the same person when nobody can", async () => {
    const log = new ReceiptLog();
    const [page, other] = [await arrive(log), await arrive()];
    // Rounds that each has trained alone are known to nobody else.
    for (const each of [page, other]) {
      await each.show("donate");
      await each.waitFor("peers", "≥", 1);
      await each.show("receipts");
    }
    await Promise.all([page, other].map((each) => each.waitForMore("receipt-count", 2)));
    const [before] = await ownDevices(page);
    await page.page.reload();
    await page.show("donate");
    await work(page);
    await page.waitFor("receipt-count", "≥", before![1] + 2);
    const confirmed = await ownDevices(page);
    expect(confirmed.map(([device]) => device)).toEqual([before![0]]);

    await contexts.at(-1)!.close();
    await page.stop();
    const [[, count]] = (await ownDevices(page)) as [(typeof confirmed)[0]]; // the page may not have counted the last one yet
    await page.waitFor("receipt-count", "≥", count);
    const credit = await creditOf(page);
    await page.page.reload();
    await page.waitFor("receipt-count", "≥", count);
    // More, where the last round was agreed on while the page was stopped. From then on it is the same.
    const settled = await creditOf(page);
    expect(settled).toBeGreaterThanOrEqual(credit * (1 - 1e-9));
    await page.page.reload();
    await page.waitFor("receipt-count", "≥", count);
    expect(await creditOf(page)).toBeCloseTo(settled, 9);
    await page.show("donate");
    await work(page);
    await page.waitFor("receipt-count", "≥", count + 1);
    expect(await creditOf(page)).toBeGreaterThanOrEqual(credit * (1 - 1e-9));
    const devices = await ownDevices(page);
    expect(devices).toHaveLength(2);
    expect(new Map(devices).get(before![0])).toBe(count);
    const shown = [...log.records]; // before the disk is read: meanwhile more is written and shown
    const records = await readKeptRecords(page.page);
    expect(doubleSignatures(records)).toEqual([]);
    const kept = new Set(records.map(({ hash }) => hash));
    expect(shown.filter((record) => !kept.has(record))).toEqual([]);
  });
});
