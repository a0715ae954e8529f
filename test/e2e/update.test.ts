/** A new version comes while people train: nothing fails, nothing is lost, and everybody gets it when they want. */
import { cp, rm } from "node:fs/promises";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { LIVE_PATH } from "../../shared/protocol/embed.ts";
import { type App, openAppIn } from "../support/app.ts";
import { buildVersion } from "../support/build-version.ts";
import { TrainingPage } from "../support/training-page.ts";

const PROJECT = "?project=tiny&backend=wasm";
const [OLD, NEW] = ["1.0.0-old", "1.0.0-new"];

let app: App;
/** What the server serves, and what it will. */
let served: string;
let coming: string;

beforeAll(async () => {
  [served, coming] = [await buildVersion(OLD), await buildVersion(NEW)];
  app = await openAppIn(served);
}, 180_000);

afterAll(async () => {
  await app.close();
  await Promise.all([served, coming].map((folder) => rm(folder, { recursive: true })));
});

/** The server gets the new version, and nothing of the old one is left on it. */
async function deploy(): Promise<void> {
  await app.stopServer();
  await rm(served, { recursive: true });
  await cp(coming, served, { recursive: true });
  await app.restartServer();
}

/**
 * Whatever the page asked for and did not get. A page that loads itself again drops what it no longer needs; and how many train it asks
 * every half minute, whether the server is there or not.
 */
function recordFailures(page: Page): readonly string[] {
  const failures: string[] = [];
  page.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText ?? "";
    const isCount = new URL(request.url()).pathname === LIVE_PATH;
    if (!reason.includes("ERR_ABORTED") && !isCount) failures.push(`${reason} ${request.url()}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) failures.push(`${response.status()} ${response.url()}`);
  });
  return failures;
}

async function open(context: BrowserContext): Promise<TrainingPage> {
  const trainer = await TrainingPage.open(context, `${app.origin}/${PROJECT}`);
  await trainer.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  return trainer;
}

/** The browser looks by itself when a page is loaded, and the page once an hour. */
const lookForUpdate = ({ page }: TrainingPage) =>
  page.evaluate(async () => void (await (await navigator.serviceWorker.getRegistration())?.update()));

async function expectVersion(trainer: TrainingPage, version: string): Promise<void> {
  await trainer.show("settings");
  await trainer.get("version").getByText(`version ${version}`).waitFor();
  await trainer.show("donate");
}

test("three browsers train on, and each goes on with the new version after its round", async () => {
  const contexts = await Promise.all([1, 2, 3].map(() => app.browser.newContext()));
  const tabs = await Promise.all(contexts.map(open));
  const [first, second, third] = tabs as [TrainingPage, TrainingPage, TrainingPage];
  const failures = tabs.map(({ page }) => recordFailures(page));
  for (const tab of tabs) await tab.start();
  for (const tab of tabs) await tab.waitFor("peers", "≥", 2);
  await first.waitFor("round", "≥", 2);
  await deploy();
  // The same browser has a second tab, which waits for the first one, and loads the old version's code from the browser.
  const waiting = await open(contexts[0] as BrowserContext);
  await waiting.start();
  await waiting.get("status").getByText("Already running in another tab").waitFor();
  await Promise.all(tabs.map(lookForUpdate));
  for (const tab of [...tabs, waiting]) await tab.get("update").waitFor();
  const round = await first.read("round");
  // The old version's files are not on the server any more, and the tabs still find them.
  for (const tab of tabs) await expectVersion(tab, OLD);
  await first.waitFor("round", "≥", round + 2);

  for (const tab of tabs) await tab.waitFor("receipt-count", "≥", 1);
  const before = await Promise.all(tabs.map((tab) => tab.read("receipt-count")));
  const interrupted = [await askForUpdate(first)];
  for (const tab of [first, waiting]) await expectNewAfterReload(tab);
  for (const tab of [second, third]) {
    interrupted.push(await askForUpdate(tab));
    await expectNewAfterReload(tab);
  }
  // They train on together: each has receipts of rounds before and after.
  for (const [index, tab] of tabs.entries()) {
    if (index === 0) continue;
    await tab.waitFor("receipt-count", "≥", (before[index] ?? 0) + 1);
  }
  await second.waitFor("round", "≥", round + 4);
  expect(failures.flat()).toEqual([]);
  // The round in which each was asked to load the new version counts for it.
  for (const tab of tabs) await tab.stop();
  for (const [index, tab] of tabs.entries()) expect(await countedRounds(tab)).toContain(interrupted[index]);
  await Promise.all(contexts.map((context) => context.close()));
}, 240_000);

/** @returns the round that it was training */
async function askForUpdate(tab: TrainingPage): Promise<number> {
  const round = await tab.read("round"); // the last one that is over
  await tab.get("update-now").click();
  return round + 1;
}

/** Of all its receipts. */
async function countedRounds(tab: TrainingPage): Promise<readonly number[]> {
  await tab.show("receipts");
  await tab.get("receipt").first().waitFor();
  const rows = await tab.page.locator("[data-testid=receipt] .receipt-what").allInnerTexts();
  return rows.map((row) => Number(/\d+/.exec(row)?.[0]));
}

/** It has loaded itself again and goes on, here or behind another tab of its browser. */
async function expectNewAfterReload(tab: TrainingPage): Promise<void> {
  await tab.page.waitForFunction(
    () => (performance.getEntriesByType("navigation")[0] as PerformanceNavigationTiming).type === "reload",
  );
  await expectVersion(tab, NEW);
  await tab.get("stop").waitFor();
}

test("where nothing trains it takes over at once, and the next page is the new version", async () => {
  await app.stopServer();
  await rm(served, { recursive: true });
  const [again] = [await buildVersion(OLD)];
  await cp(again, served, { recursive: true });
  await rm(again, { recursive: true });
  await app.restartServer();
  const context = await app.browser.newContext();
  const reader = await open(context);
  await deploy();
  await lookForUpdate(reader);
  await reader.get("update").getByRole("button", { name: "Load it" }).waitFor();
  await expectVersion(reader, OLD); // under the reader's eyes nothing changes
  const next = await open(context);
  await expectVersion(next, NEW);
  await reader.get("update-now").click();
  await expectNewReader(reader);
  await context.close();
}, 240_000);

async function expectNewReader(reader: TrainingPage): Promise<void> {
  await reader.page.waitForFunction(
    () => (performance.getEntriesByType("navigation")[0] as PerformanceNavigationTiming).type === "reload",
  );
  await expectVersion(reader, NEW);
}
