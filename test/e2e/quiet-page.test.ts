/** What training costs the page: its main thread stays free for the person. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type App, openApp } from "../support/app.ts";
import { TrainingPage } from "../support/training-page.ts";

declare global {
  /** On the page: durations of the tasks over 50 ms, which is what the browser calls a long task. */
  var longTasksMs: number[];
}

/** Steps over which is measured. */
const STEP_COUNT = 300;

let app: App;

beforeAll(async () => {
  app = await openApp();
});

afterAll(() => app.close());

test(`${STEP_COUNT} steps cause no long task on the page`, async () => {
  const context = await app.browser.newContext();
  await context.addInitScript(() => {
    globalThis.longTasksMs = [];
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) globalThis.longTasksMs.push(duration);
    });
    observer.observe({ type: "longtask" });
  });
  const trainer = await TrainingPage.open(context, app.origin);
  await trainer.chooseFull();
  await trainer.start();
  await trainer.waitFor("saved", "≥", 1); // after two seconds: everything is loaded
  const first = await trainer.read("step");
  await trainer.page.evaluate(() => {
    globalThis.longTasksMs = [];
  });
  await trainer.waitFor("step", "≥", first + STEP_COUNT);
  expect(await trainer.page.evaluate(() => globalThis.longTasksMs)).toEqual([]);
  await context.close();
});
