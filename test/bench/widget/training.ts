/** What a host's page feels of a widget that trains: clicks and typing with it and without it, in one run. */
import type { BrowserContext, Page } from "playwright-core";
import type { App } from "../../support/app.ts";
import { EmbedHost } from "../../support/embed-host.ts";
import { KEEP_NAMES } from "../app/keep-names.ts";
import { percentile } from "../tabs/percentile.ts";
import { noPressure, startDonating, widgetMarkup } from "./donate-there.ts";

/** Of the Event Timing API, with what the bars of issue 6 say of it. */
const INP_MS = 50;

/** Events that are faster are not told of. */
const SHORTEST_MS = 16;

interface Felt {
  /** Milliseconds of the longest event of each interaction that was not faster than SHORTEST_MS. */
  readonly durations: Map<number, number>;
  /** Of all interactions with the page, before any that counts. */
  readonly countBefore: number;
  longTasks: number;
  shift: number;
}

export async function measureTraining(app: App, seconds: number) {
  const host = await EmbedHost.open();
  const page =
    '<button id="b">A button</button><textarea id="t"></textarea><p id="p">0</p><script>b.onclick = () => (p.textContent = +p.textContent + 1)</script>';
  const context = await app.browser.newContext();
  await context.addInitScript(KEEP_NAMES);
  await context.addInitScript(noPressure);
  const without = await feel(context, host.put({ markup: page }), seconds);
  const withWidget = await feel(
    context,
    host.put({ markup: page + widgetMarkup(app) }),
    seconds,
    startDonating,
  );
  await context.close();
  await host.close();
  const isMet =
    withWidget.steps > 0 &&
    withWidget.inpMs <= INP_MS &&
    withWidget.longTasks <= without.longTasks &&
    withWidget.shift === 0;
  return { scenario: "training", seconds, without, withWidget, isMet };
}

async function feel(
  context: BrowserContext,
  address: string,
  seconds: number,
  prepare: (page: Page) => Promise<unknown> = async () => undefined,
) {
  const page = await context.newPage();
  await page.goto(address);
  await prepare(page);
  await page.evaluate(watchPage, SHORTEST_MS);
  const startMs = performance.now();
  while (performance.now() - startMs < seconds * 1_000) {
    await page.click("#b");
    await page.locator("#t").pressSequentially("words", { delay: 30 });
  }
  const { slow, count, longTasks, shift, steps } = await page.evaluate(readFelt);
  await page.close();
  const durations = [...slow, ...Array.from({ length: count - slow.length }, () => SHORTEST_MS)];
  return { interactions: count, inpMs: percentile(durations, 0.98), longTasks, shift, steps };
}

/** Runs in the host's page. */
function watchPage(shortestMs: number): void {
  const { interactionCount } = performance as unknown as { readonly interactionCount: number };
  const felt: Felt = { durations: new Map(), countBefore: interactionCount, longTasks: 0, shift: 0 };
  Object.assign(globalThis, { felt });
  type Timed = PerformanceEntry & { readonly interactionId?: number; readonly value?: number };
  const watch = (type: string, note: (entry: Timed) => void, more = {}) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, ...more });
  const note = ({ interactionId = 0, duration }: Timed) => {
    if (interactionId === 0) return;
    felt.durations.set(interactionId, Math.max(duration, felt.durations.get(interactionId) ?? 0));
  };
  watch("event", note, { durationThreshold: shortestMs });
  watch("longtask", () => felt.longTasks++);
  watch("layout-shift", ({ value = 0 }) => (felt.shift += value));
}

/** Runs there too, at the end. */
function readFelt() {
  const { felt } = globalThis as unknown as { readonly felt: Felt };
  const { interactionCount } = performance as unknown as { readonly interactionCount: number };
  const widget = document.querySelector<HTMLElement & { readonly steps: number }>("tabloom-donate");
  return {
    slow: [...felt.durations.values()],
    count: interactionCount - felt.countBefore,
    longTasks: felt.longTasks,
    shift: felt.shift,
    steps: widget?.steps ?? 0,
  };
}
