/** What five minutes of training cost the page's main thread, while somebody looks at every screen and scrolls. */
import { SCREENS, hrefOfScreen } from "../../../web/screens/screen-address.ts";
import type { App } from "../../support/app.ts";
import { TrainingPage } from "../../support/training-page.ts";

const FRAME_MS = 1000 / 60;
/** The clock is not exact: a frame of 16.9 ms is not a late one. */
const SLACK_MS = 1;
const SMOOTH_SHARE = 0.95;
const SCROLL_MS = 3_000;

/** What the page writes down about itself. */
interface Watched {
  longTasks?: { readonly screen: string; readonly durationMs: number; readonly atMs: number }[];
}

export async function measureStaying(app: App, minutes: number) {
  const context = await app.browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, "PressureObserver"));
  const trainer = await TrainingPage.openIn(page, app.origin);
  await trainer.start();
  await trainer.waitFor("saved", "≥", 1); // everything is loaded
  await page.evaluate(watchTasks);
  const frames: number[] = [];
  const startMs = performance.now();
  while (performance.now() - startMs < minutes * 60_000) {
    for (const screen of SCREENS) {
      await page.evaluate((hash) => {
        location.hash = hash;
      }, hrefOfScreen(screen));
      await page
        .locator(screen === "donate" ? "[data-testid=stop]" : `[data-screen=${screen}]`)
        .first()
        .waitFor();
      frames.push(...(await page.evaluate(scrollAbout, SCROLL_MS)));
    }
  }
  const longTasks = await page.evaluate(() => (globalThis as Watched).longTasks ?? []);
  const smooth = frames.filter((frameMs) => frameMs <= FRAME_MS + SLACK_MS).length / frames.length;
  await context.close();
  return {
    scenario: "staying",
    minutes,
    longTasks,
    frames: frames.length,
    smoothShare: smooth,
    isMet: longTasks.length === 0 && smooth >= SMOOTH_SHARE,
  };
}

function watchTasks(): void {
  const watched: NonNullable<Watched["longTasks"]> = [];
  (globalThis as Watched).longTasks = watched;
  new PerformanceObserver((list) => {
    for (const { duration, startTime } of list.getEntries())
      watched.push({ screen: location.hash, durationMs: duration, atMs: startTime });
  }).observe({ type: "longtask" });
}

/** Down and up the page as a wheel would. @returns milliseconds of each frame */
async function scrollAbout(durationMs: number): Promise<readonly number[]> {
  const frames: number[] = [];
  const startMs = performance.now();
  let [lastMs, step] = [startMs, 12];
  while (lastMs - startMs < durationMs) {
    const nowMs = await new Promise<number>((resolve) => void requestAnimationFrame(resolve));
    frames.push(nowMs - lastMs);
    lastMs = nowMs;
    const { scrollTop, scrollHeight, clientHeight } = document.documentElement;
    if (scrollTop + clientHeight >= scrollHeight - 1) step = -12;
    else if (scrollTop <= 0) step = 12;
    scrollBy(0, step);
  }
  return frames.slice(1); // the first is not whole
}
