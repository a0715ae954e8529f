/**
 * How long a donation computes after it should have ended: after Stop, when its page or its element goes, and when nobody can see it any more. It has ended
 * when the browser has no worker that computes; that is checked against the processor time of all pages in the second after the limit.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { BrowserContext, Frame, Page } from "playwright-core";
import type { App } from "../../support/app.ts";
import { EmbedHost } from "../../support/embed-host.ts";
import { KEEP_NAMES } from "../app/keep-names.ts";
import { median } from "../median.ts";
import { Computing } from "./computing.ts";
import { noPressure, startDonating, widgetMarkup } from "./donate-there.ts";

/** The bars of issue 6. What is covered may be so by a menu that somebody opens. */
const END_MS = 500;
const UNSEEN_END_MS = 5_000;
/** A page that only sits there uses less of a second; one that computes, half of it. */
const IDLE_MS = 100;
const AFTERWARDS_MS = 1_000;

interface Ending {
  readonly name: string;
  readonly limitMs: number;
  /** Whatever comes before the moment that counts. */
  readonly prepare?: (page: Page, frame: Frame) => Promise<void>;
  readonly act: (page: Page, frame: Frame, elsewhere: string) => Promise<unknown>;
}

const ENDINGS: readonly Ending[] = [
  {
    name: "stop",
    limitMs: END_MS,
    prepare: (_, frame) => frame.locator("button.stop").hover(),
    async act(page) {
      await page.mouse.down();
      await page.mouse.up();
    },
  },
  {
    name: "element-removed",
    limitMs: END_MS,
    act: (page) => page.evaluate(() => document.querySelector("tabloom-donate")?.remove()),
  },
  { name: "page-left", limitMs: END_MS, act: (page, _, elsewhere) => page.goto(elsewhere) },
  { name: "tab-closed", limitMs: END_MS, act: (page) => page.close() },
  { name: "tab-hidden", limitMs: END_MS, act: (_, frame) => frame.evaluate(hide) },
  { name: "covered", limitMs: UNSEEN_END_MS, act: (page) => page.evaluate(cover) },
  {
    name: "scrolled-away",
    limitMs: UNSEEN_END_MS,
    act: (page) => page.evaluate(() => scrollTo(0, document.body.scrollHeight)),
  },
];

/** Runs in the frame: a browser without a window never hides a tab. */
function hide(): void {
  Object.defineProperty(document, "hidden", { get: () => true });
  document.dispatchEvent(new Event("visibilitychange"));
}

/** Runs in the host's page. */
function cover(): void {
  const lid = '<div style="background:#fff;inset:0;position:fixed"></div>';
  document.body.insertAdjacentHTML("beforeend", lid);
}

/** @param times that each of them happens */
export async function measureEnding(app: App, times: number) {
  const host = await EmbedHost.open();
  const computing = await Computing.watch(app.browser);
  const endings: Awaited<ReturnType<typeof measureOne>>[] = [];
  for (const ending of ENDINGS) endings.push(await measureOne(app, host, { ending, computing, times }));
  await computing.close();
  await host.close();
  return { scenario: "ending", times, endings, isMet: endings.every(({ isMet }) => isMet) };
}

interface Parts {
  readonly ending: Ending;
  readonly computing: Computing;
  readonly times: number;
}

async function measureOne(app: App, host: EmbedHost, { ending, computing, times }: Parts) {
  const markup = `${widgetMarkup(app)}<div style="height:3000px"></div>`;
  const [address, elsewhere] = [host.put({ markup }), host.put({ markup: "Elsewhere" })];
  const delays: number[] = [];
  const uses: number[] = [];
  for (let time = 0; time < times; time++) {
    const context = await app.browser.newContext();
    await context.addInitScript(KEEP_NAMES);
    await context.addInitScript(noPressure);
    const page = await openDonating(context, address, ending);
    if (computing.count === 0) throw new Error("Nothing computes.");
    const startMs = Date.now();
    await ending.act(page.page, page.frame, elsewhere);
    delays.push((await computing.untilNone()) - startMs);
    await sleep(Math.max(0, startMs + ending.limitMs - Date.now()));
    uses.push(await computing.useWithin(AFTERWARDS_MS));
    await context.close();
  }
  const [slowestMs, afterwardsMs] = [Math.max(...delays), Math.max(...uses)];
  const { name, limitMs } = ending;
  const isMet = slowestMs <= limitMs && afterwardsMs <= IDLE_MS;
  return { name, limitMs, medianMs: median(delays), slowestMs, afterwardsMs, isMet };
}

async function openDonating(context: BrowserContext, address: string, { prepare }: Ending) {
  const page = await context.newPage();
  await page.goto(address);
  const frame = await startDonating(page);
  await prepare?.(page, frame);
  return { page, frame };
}
