/** What somebody who has just opened the page learns of those who train, before anything but the page has been asked for. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { type App, openApp } from "../support/app.ts";
import { TrainingPage } from "../support/training-page.ts";

const PHONE = { width: 360, height: 640 };

let app: App;

beforeAll(async () => {
  app = await openApp();
});

afterAll(() => app.close());

/** The page asks only every half minute: the test's own limit ends it. */
const says = (page: Page, text: string | RegExp) =>
  page.getByTestId("live-strip").getByText(text).waitFor({ timeout: 0 });

/** Whether all of it is in the window, without scrolling. */
const isInView = (page: Page, testId: string) =>
  page
    .getByTestId(testId)
    .evaluate((element, height) => element.getBoundingClientRect().bottom <= height, PHONE.height);

test("before the click: who trains now, above the fold with Start; no worker, no socket, nothing written", async () => {
  const context = await app.browser.newContext({ viewport: PHONE });
  const page = await context.newPage();
  const opened: string[] = [];
  page.on("worker", (worker) => opened.push(worker.url()));
  page.on("websocket", (socket) => opened.push(socket.url()));
  await page.goto(app.origin);
  await says(page, "Nobody trains it at the moment: you would be the first.");
  expect([await isInView(page, "live-strip"), await isInView(page, "start")]).toEqual([true, true]);
  expect(opened).toEqual([]);
  expect(
    await page.evaluate(async () => [
      localStorage.length,
      sessionStorage.length,
      document.cookie,
      await indexedDB.databases(),
    ]),
  ).toEqual([0, 0, "", []]);
  await context.setOffline(true);
  await says(page, "Offline: who trains it now is not known.");
  await context.setOffline(false);
  await says(page, /you would be the first/);
  await context.close();
});

test("who comes while somebody trains reads it, and who comes again reads what was seen last", async () => {
  const context = await app.browser.newContext();
  const trainer = await TrainingPage.open(context, app.origin);
  await trainer.chooseFull();
  await trainer.start();
  await trainer.waitFor("round", "≥", 1);
  await says(
    trainer.page,
    /^1 person trains it now\. Seen here .*: loss\s\d\.\d{3}, round\s\d+, [\d.,KM]+\stokens given\.$/,
  );

  const visitors = await app.browser.newContext();
  const visitor = await visitors.newPage();
  await visitor.goto(app.origin);
  await says(visitor, "1 person trains it now.");
  await visitors.close();

  await trainer.stop();
  await trainer.page.reload();
  await says(trainer.page, /^Nobody trains it now\. Seen here .*: loss\s\d\.\d{3}, round\s\d+, /);
  const kept = trainer
    .get("saved-note")
    .getByText(/^The model is saved in this browser\. Training goes on from there\.$/);
  await kept.waitFor(); // round and time are said above
  await context.close();
});
