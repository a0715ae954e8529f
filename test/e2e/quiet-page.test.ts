/** What training costs the page: its main thread stays free for the person. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type App, openApp } from "../support/app.ts";
import { TrainingPage } from "../support/training-page.ts";

/** Steps over which is measured. */
const STEP_COUNT = 250;
/** From here on the browser itself calls a task long. */
const LONG_TASK_MS = 50;

/** Of Chrome's trace format: a span of time on one thread, or a piece of metadata. Times in microseconds. */
interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Processor time of a span. */
  readonly tdur?: number;
  readonly args: { readonly name?: string };
}

let app: App;

beforeAll(async () => {
  app = await openApp();
});

afterAll(() => app.close());

// In processor time: on a machine whose cores are all taken, tasks of 1 ms wait for their core in the middle, and
// PerformanceObserver's "longtask", which counts that too, would tell about the machine and not about the page.
test(`${STEP_COUNT} steps cause no task over ${LONG_TASK_MS} ms on the page's main thread`, async () => {
  const context = await app.browser.newContext();
  const trainer = await TrainingPage.open(context, app.origin);
  await trainer.chooseFull();
  await trainer.start();
  await trainer.waitFor("saved", "≥", 1); // after two seconds: everything is loaded
  const first = await trainer.read("step");
  await app.browser.startTracing(trainer.page, { categories: ["toplevel", "__metadata"] });
  await trainer.waitFor("step", "≥", first + STEP_COUNT);
  const tasksMs = mainThreadTasks(await app.browser.stopTracing());
  expect(tasksMs.length).toBeGreaterThan(STEP_COUNT / 10); // it did measure something
  expect(tasksMs.filter((durationMs) => durationMs > LONG_TASK_MS)).toEqual([]);
  await context.close();
});

/** Processor time of every task on a page's main thread, in milliseconds. */
function mainThreadTasks(trace: Buffer): readonly number[] {
  const { traceEvents } = JSON.parse(trace.toString()) as { readonly traceEvents: readonly TraceEvent[] };
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid}/${tid}`;
  const pages = new Set(
    traceEvents
      .filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain")
      .map(threadOf),
  );
  return traceEvents
    .filter((event) => event.name.endsWith("RunTask") && pages.has(threadOf(event)))
    .map(({ tdur = 0 }) => tdur / 1000);
}
