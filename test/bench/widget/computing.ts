/** What computes in a browser, as the browser itself tells it: its workers, and the processor time of its pages. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Browser, CDPSession } from "playwright-core";

const LOOK_MS = 5;
/** What has not ended by then does not end. */
const PATIENCE_MS = 20_000;

export class Computing {
  readonly #session: CDPSession;
  /** The participant's, which a page opens: they keep the ledger, and compute nothing. */
  readonly #participants = new Set<string>();
  /** The engine's, which the participant's opens, and its threads. */
  readonly #engines = new Set<string>();
  #endedAtMs = Number.NaN;

  private constructor(session: CDPSession) {
    this.#session = session;
  }

  static async watch(browser: Browser): Promise<Computing> {
    const computing = new Computing(await browser.newBrowserCDPSession());
    await computing.#watch();
    return computing;
  }

  async #watch(): Promise<void> {
    const [participants, engines] = [this.#participants, this.#engines];
    this.#session.on("Target.targetCreated", ({ targetInfo: { targetId, parentId = "" } }) => {
      const isOfWorker = participants.has(parentId) || engines.has(parentId);
      (isOfWorker ? engines : participants).add(targetId);
    });
    this.#session.on("Target.targetDestroyed", ({ targetId }) => {
      participants.delete(targetId);
      if (engines.delete(targetId) && engines.size === 0) this.#endedAtMs = Date.now();
    });
    await this.#session.send("Target.setDiscoverTargets", { discover: true, filter: [{ type: "worker" }] });
  }

  /** Workers that compute now. */
  get count(): number {
    return this.#engines.size;
  }

  /** @returns when the last one ended, in milliseconds since 1970; of one that does not end, when that was given up */
  async untilNone(): Promise<number> {
    const startMs = Date.now();
    while (this.#engines.size > 0 && Date.now() - startMs < PATIENCE_MS) await sleep(LOOK_MS);
    return this.#engines.size > 0 ? Date.now() : this.#endedAtMs;
  }

  /** Processor time that all pages of the browser use from now on, in milliseconds. */
  async useWithin(durationMs: number): Promise<number> {
    const before = await this.#processorMs();
    await sleep(durationMs);
    const after = await this.#processorMs();
    return [...after].reduce((sum, [id, atMs]) => sum + atMs - (before.get(id) ?? 0), 0);
  }

  /** Of each page's process, since its start. */
  async #processorMs(): Promise<ReadonlyMap<number, number>> {
    const { processInfo } = await this.#session.send("SystemInfo.getProcessInfo");
    const pages = processInfo.filter(({ type }) => type === "renderer");
    return new Map(pages.map(({ id, cpuTime }) => [id, cpuTime * 1_000]));
  }

  close(): Promise<void> {
    return this.#session.detach();
  }
}
