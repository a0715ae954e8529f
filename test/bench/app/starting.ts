/** How long a visitor waits: from the address to the first useful step, with one click. */
import type { Page } from "playwright-core";
import { type App, launchBrowser } from "../../support/app.ts";
import { TrainingPage } from "../../support/training-page.ts";
import { percentile } from "../tabs/percentile.ts";
import { type Line, openSlowLink } from "./slow-link.ts";

/** A phone line of the middle kind, and a processor that is four times as slow on the page's main thread: Chromium slows no workers. */
const LINE: Line = { bitsPerSecond: 10e6, roundTripMs: 40 };
const SLOWDOWN = 4;

/** The bars of issue 5. */
const COLD_P50_MS = 8_000;
const COLD_P95_MS = 12_000;
const WARM_MS = 3_000;

interface Start {
  /** From the navigation on. */
  readonly shownMs: number;
  readonly stepMs: number;
  readonly acceptedMs: number;
  readonly receivedBytes: number;
}

export async function measureStarting(app: App, times: number) {
  const link = await openSlowLink(Number(new URL(app.origin).port), LINE);
  const address = `http://localhost:${link.port}/`;
  try {
    const [cold, warm]: [Start[], Start[]] = [[], []];
    for (let time = 0; time < times; time++) {
      const browser = await launchBrowser(); // with empty caches, also those of compiled code
      const context = await browser.newContext();
      const visit = async () => {
        const page = await context.newPage();
        const start = await startOnce(page, address, () => link.takeReceived());
        await page.close();
        return start;
      };
      cold.push(await visit());
      warm.push(await visit());
      await browser.close();
    }
    const isMet =
      quantile(cold, 0.5) <= COLD_P50_MS &&
      quantile(cold, 0.95) <= COLD_P95_MS &&
      quantile(warm, 0.5) <= WARM_MS;
    return {
      scenario: "starting",
      times,
      line: LINE,
      slowdown: SLOWDOWN,
      cold: report(cold),
      warm: report(warm),
      isMet,
    };
  } finally {
    await link.close();
  }
}

async function startOnce(page: Page, address: string, takeReceived: () => number): Promise<Start> {
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, "PressureObserver"));
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWDOWN });
  takeReceived();
  const trainer = await TrainingPage.openIn(page, address);
  await trainer.start();
  await page.locator('[data-step="step"][data-done="true"]').waitFor();
  const receivedBytes = takeReceived();
  await page.locator('[data-step="accepted"][data-done="true"]').waitFor();
  return { ...(await page.evaluate(readTimes)), receivedBytes };
}

/** From the page itself, so that what this program does in the meantime costs nothing. */
function readTimes(): Omit<Start, "receivedBytes"> {
  const list = document.querySelector<HTMLElement>("[data-testid=first-steps]");
  const startedMs = Number(list?.dataset["startedAt"]) - performance.timeOrigin;
  const [stepMs = 0, acceptedMs = 0] = ["step", "accepted"].map((name) =>
    Number(document.querySelector<HTMLElement>(`[data-step=${name}]`)?.dataset["ms"]),
  );
  const [paint] = performance.getEntriesByName("first-contentful-paint");
  return {
    shownMs: paint?.startTime ?? Number.NaN,
    stepMs: startedMs + stepMs,
    acceptedMs: startedMs + acceptedMs,
  };
}

const quantile = (starts: readonly Start[], share: number) =>
  percentile(
    starts.map(({ stepMs }) => stepMs),
    share,
  );

const report = (starts: readonly Start[]) => ({
  firstStep: { p50Ms: quantile(starts, 0.5), p95Ms: quantile(starts, 0.95) },
  shownP50Ms: percentile(
    starts.map(({ shownMs }) => shownMs),
    0.5,
  ),
  acceptedP50Ms: percentile(
    starts.map(({ acceptedMs }) => acceptedMs),
    0.5,
  ),
  receivedBytesP50: percentile(
    starts.map(({ receivedBytes }) => receivedBytes),
    0.5,
  ),
});
