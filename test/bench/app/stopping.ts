/** How long after Stop nothing is computed and nothing is connected any more, in a tab that trains together with another. */
import type { Page } from "playwright-core";
import type { App } from "../../support/app.ts";
import { recordConnections } from "../../support/emulated-device.ts";
import { TrainingPage } from "../../support/training-page.ts";
import { percentile } from "../tabs/percentile.ts";
import { KEEP_NAMES } from "./keep-names.ts";

/** The bar of issue 5. */
const STOP_LIMIT_MS = 500;

/** Milliseconds after the click. */
interface Stop {
  /** Until the engine's worker and all threads of the runtime have ended; the participant's keeps the ledger and computes nothing. */
  readonly computationMs: number;
  readonly connectionsMs: number;
  readonly socketsMs: number;
}

export async function measureStopping(app: App, times: number) {
  const stops: Stop[] = [];
  for (let time = 0; time < times; time++) {
    const contexts = await Promise.all([app.browser.newContext(), app.browser.newContext()]);
    const tabs: TrainingPage[] = [];
    for (const context of contexts) {
      await context.addInitScript(KEEP_NAMES);
      await context.addInitScript(recordConnections);
      await context.addInitScript(recordSockets);
      tabs.push(await TrainingPage.open(context, app.origin));
    }
    for (const tab of tabs) await tab.start();
    for (const tab of tabs) await tab.waitFor("peers", "≥", 1);
    const [leaving] = tabs as [TrainingPage];
    await leaving.waitFor("step", "≥", 1);
    stops.push(await stopOnce(leaving.page));
    await Promise.all(contexts.map((context) => context.close()));
  }
  const slowestMs = Math.max(...stops.map(endOf));
  return {
    scenario: "stopping",
    times,
    stops,
    p50Ms: percentile(stops.map(endOf), 0.5),
    slowestMs,
    isMet: slowestMs <= STOP_LIMIT_MS,
  };
}

const endOf = (stop: Stop): number => Math.max(stop.computationMs, stop.connectionsMs, stop.socketsMs);

async function stopOnce(page: Page): Promise<Stop> {
  const [, ...computing] = page.workers(); // the first is the participant's, which opened the others
  const ends = computing.map(
    (worker) => new Promise<number>((resolve) => worker.once("close", () => resolve(Date.now()))),
  );
  const { clickedAtMs, connectionsMs, socketsMs } = await page.evaluate(clickStop);
  const endedAtMs = Math.max(...(await Promise.all(ends)));
  return { computationMs: endedAtMs - clickedAtMs, connectionsMs, socketsMs };
}

/** Runs in the page: remembers all sockets. */
function recordSockets(): void {
  const sockets: WebSocket[] = [];
  class Recorded extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      sockets.push(this);
    }
  }
  Object.assign(globalThis, { sockets, WebSocket: Recorded });
}

/** Runs in the page. */
async function clickStop() {
  const { connections, sockets } = globalThis as unknown as {
    readonly connections: readonly RTCPeerConnection[];
    readonly sockets: readonly WebSocket[];
  };
  const untilNone = async (isOpen: () => boolean) => {
    while (isOpen()) await new Promise((resolve) => setTimeout(resolve, 1));
    return performance.now() - startMs;
  };
  const button = document.querySelector<HTMLElement>("[data-testid=stop]");
  const [startMs, clickedAtMs] = [performance.now(), Date.now()];
  button?.click();
  const [connectionsMs, socketsMs] = await Promise.all([
    untilNone(() => connections.some(({ connectionState }) => connectionState !== "closed")),
    untilNone(() => sockets.some(({ readyState }) => readyState === WebSocket.OPEN)),
  ]);
  return { clickedAtMs, connectionsMs, socketsMs };
}
