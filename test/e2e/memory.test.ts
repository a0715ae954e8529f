/** What training leaves behind in the page's memory. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type App, openApp } from "../support/app.ts";
import { TrainingPage } from "../support/training-page.ts";

/** By then code is compiled, the conformance probe has run, and the first sample, evaluation and checkpoint are made. */
const WARM_UP_STEPS = 30;
const STEP_COUNT = 60;
/**
 * The built-in project trains 0.1 million parameters: one gradient, or one copy of the parameters, is 0.43 MB. One that is kept at every
 * step would be 26 MB. What comes and goes between two measurements (two checkpoints, code compiled again) is up to 3 MB.
 */
const MOST_GROWTH_BYTES = 10_000_000;

/** Of the web platform; TypeScript does not know it yet. Counts page and workers, but not the runtime's shared WebAssembly memory. */
interface MemoryMeter {
  measureUserAgentSpecificMemory(): Promise<{ readonly bytes: number }>;
}

let app: App;

beforeAll(async () => {
  app = await openApp("--enable-blink-features=ForceEagerMeasureMemory"); // else a measurement waits up to a minute for garbage collection
});

afterAll(() => app.close());

test(`${STEP_COUNT} steps leave no gradient behind`, async () => {
  const context = await app.browser.newContext();
  const trainer = await TrainingPage.open(context, `${app.origin}/?backend=wasm`); // one thread: several crawl where all cores are taken
  const measureBytes = () =>
    trainer.page.evaluate(async () => {
      const meter = performance as unknown as MemoryMeter;
      return (await meter.measureUserAgentSpecificMemory()).bytes;
    });
  await trainer.chooseFull();
  await trainer.start();
  await trainer.waitFor("saved", "≥", 1);
  await trainer.waitFor("step", "≥", WARM_UP_STEPS);
  const beforeBytes = await measureBytes();
  const first = await trainer.read("step");
  await trainer.waitFor("step", "≥", first + STEP_COUNT);
  const growthBytes = (await measureBytes()) - beforeBytes;
  expect(beforeBytes).toBeGreaterThan(1_000_000); // it did measure something
  expect(growthBytes).toBeLessThan(MOST_GROWTH_BYTES);
  await context.close();
});
