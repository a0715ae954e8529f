/**
 * A tab of a swarm, in a browser context of its own, and what it has shown. The page reports every change of its readings at once, so
 * that no round is missed, nobody polls, and a tab that died has told what it knew.
 */
import type { Browser, BrowserContext } from "playwright-core";
import { must } from "../../shared/core/assert.ts";
import type { Intensity } from "../../worker/api.ts";
import { TrainingPage } from "./training-page.ts";

/** What a tab shows at one moment. */
export interface Sighting {
  /** Milliseconds since 1970. */
  readonly atMs: number;
  /** NaN before the tab is in the swarm; as every number here. */
  readonly round: number;
  /** Hash of the head; empty before. */
  readonly head: string;
  readonly phase: string;
  /** Connected others. */
  readonly peers: number;
  readonly step: number;
  readonly loss: number;
  /** Of the last round's work, from 0 to 1. */
  readonly share: number;
  /** Why nobody is connected, as a word; empty while there is nothing to say. */
  readonly cause: string;
  /** The sentence of what went wrong; empty while nothing has. */
  readonly problem: string;
}

const NOTHING: Sighting = {
  atMs: 0,
  round: Number.NaN,
  head: "",
  phase: "",
  peers: Number.NaN,
  step: Number.NaN,
  loss: Number.NaN,
  share: Number.NaN,
  cause: "",
  problem: "",
};

/** Far above anything that tests wait for, on a computer that does other things too. */
const PATIENCE_MS = 100_000;

interface Waiting {
  readonly isIt: (now: Sighting) => boolean;
  readonly resolve: (now: Sighting) => void;
}

export class SwarmTab {
  readonly name: string;
  readonly context: BrowserContext;
  /** Of all of the tab's visits, oldest first. */
  readonly sightings: Sighting[] = [];
  /** Errors that nobody caught, and what else the console complains about; but not that a server is away. */
  readonly complaints: string[] = [];
  /** How long to wait for anything. */
  patienceMs = PATIENCE_MS;
  readonly #waiting = new Set<Waiting>();
  #cutOff: (() => void) | null = null;
  #visit: TrainingPage | null = null;

  private constructor(name: string, context: BrowserContext) {
    this.name = name;
    this.context = context;
  }

  /**
   * @param address the app's origin, with the query that is wanted
   * @param script runs in the page before its own
   */
  static async open(browser: Browser, address: string, name: string, script?: () => void): Promise<SwarmTab> {
    const tab = new SwarmTab(name, await browser.newContext());
    await tab.#prepare();
    if (script) await tab.context.addInitScript(script);
    tab.#visit = await TrainingPage.open(tab.context, address);
    return tab;
  }

  get visit(): TrainingPage {
    return must(this.#visit, "opened");
  }

  get now(): Sighting {
    return this.sightings.at(-1) ?? NOTHING;
  }

  /** The heads that this tab has shown, by round, from the moment when it showed `round` or a later one; one for each round unless it changed branches. */
  headsFrom(round: number): ReadonlyMap<number, ReadonlySet<string>> {
    const heads = new Map<number, Set<string>>();
    const start = this.sightings.findIndex((seen) => seen.round >= round);
    for (const seen of this.sightings.slice(start < 0 ? Infinity : start)) {
      if (seen.round >= round) heads.set(seen.round, (heads.get(seen.round) ?? new Set()).add(seen.head));
    }
    return heads;
  }

  /** The first sighting from now on that is as wanted. @throws when none comes */
  until(what: string, isIt: (now: Sighting) => boolean): Promise<Sighting> {
    if (isIt(this.now)) return Promise.resolve(this.now);
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        isIt,
        resolve: (now) => {
          clearTimeout(timer);
          resolve(now);
        },
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(waiting);
        const state = JSON.stringify(this.now);
        reject(
          new Error(
            `${this.name} waited in vain for ${what}; it shows ${state} ${this.complaints.join("\n")}`,
          ),
        );
      }, this.patienceMs);
      this.#waiting.add(waiting);
    });
  }

  untilRound(round: number): Promise<Sighting> {
    return this.until(`round ${round}`, (now) => now.round >= round);
  }

  untilPeers(count: number): Promise<Sighting> {
    return this.until(`${count} peers`, (now) => now.peers === count);
  }

  async start(intensity: Intensity = "full"): Promise<void> {
    await this.visit.chooseIntensity(intensity);
    await this.visit.start();
  }

  /** From the next update on, only `frames` of its frames leave this tab, and nothing after them. Fulfilled when it is cut off. */
  async cutOffWithin(frames: number): Promise<void> {
    const cutOff = new Promise<void>((resolve) => {
      this.#cutOff = resolve;
    });
    await this.visit.page.evaluate((count) => {
      (globalThis as { partsLeft?: number }).partsLeft = count;
    }, frames);
    return cutOff;
  }

  /** The renderer dies at once, without a word to anybody. */
  async crash(): Promise<void> {
    const session = await this.context.newCDPSession(this.visit.page);
    const crashed = this.visit.page.waitForEvent("crash");
    session.send("Page.crash").catch(() => undefined); // nobody is left to answer
    await crashed;
  }

  close(): Promise<void> {
    return this.context.close();
  }

  async #prepare(): Promise<void> {
    const { context } = this;
    context.on("weberror", (error) => this.complaints.push(error.error().message));
    context.on("console", (message) => {
      const isServerAway = /^WebSocket connection to|net::ERR_CONNECTION_REFUSED$/.test(message.text());
      if (message.type() === "error" && !isServerAway) this.complaints.push(message.text());
    });
    await context.exposeBinding("reportSighting", (_source, sighting: Sighting) => this.#see(sighting));
    await context.exposeBinding("reportCutOff", () => this.#cutOff?.());
    await context.addInitScript(watchReadings);
    await context.addInitScript(watchUpdates);
  }

  #see(sighting: Sighting): void {
    this.sightings.push(sighting);
    for (const waiting of this.#waiting) {
      if (!waiting.isIt(sighting)) continue;
      this.#waiting.delete(waiting);
      waiting.resolve(sighting);
    }
  }
}

/** Runs in the page: reports what is shown whenever it changes. All functions in it are anonymous, because a bundler marks named ones. */
function watchReadings(): void {
  const scope = globalThis as unknown as { reportSighting(sighting: object): Promise<void> };
  let reported = "";
  new MutationObserver(() => {
    const [round, peers, step, loss, share, head, phase, cause] = [
      ...["round", "peers", "step", "loss", "share", "head"].map((id) => [id, "data-value"]),
      ["phase", "data-phase"],
      ["swarm-note", "data-cause"],
    ].map(([id, attribute]) => document.querySelector(`[data-testid=${id}]`)?.getAttribute(attribute!) ?? "");
    const problem = document.querySelector("[data-testid=problem]")?.textContent ?? "";
    const state = [round, peers, share, head, phase, cause, problem].join();
    if (state === reported) return;
    reported = state;
    const numbers = { round, peers, step, loss, share };
    void scope.reportSighting({
      ...Object.fromEntries(Object.entries(numbers).map(([name, text]) => [name, Number.parseFloat(text!)])),
      head,
      phase,
      cause,
      problem,
      atMs: Date.now(),
    });
  }).observe(document, {
    subtree: true,
    childList: true,
    attributeFilter: ["data-value", "data-phase", "data-cause"],
  });
}

/** Runs in the page: counts the frames that carry parts of blobs, and silences every link after the last that may leave. */
function watchUpdates(): void {
  const BLOB_PART = 2;
  const TYPE_OFFSET = 3; // shared/protocol/frame-header.ts
  const scope = globalThis as unknown as { partsLeft?: number; reportCutOff(): Promise<void> };
  // oxlint-disable-next-line typescript/unbound-method -- the proxy calls it on its channel
  RTCDataChannel.prototype.send = new Proxy(RTCDataChannel.prototype.send, {
    apply(send, channel: RTCDataChannel, [frame]: [ArrayBufferView<ArrayBuffer>]) {
      if (scope.partsLeft !== undefined && scope.partsLeft < 0) return;
      const type = new Uint8Array(frame.buffer, frame.byteOffset)[TYPE_OFFSET];
      if (scope.partsLeft !== undefined && type === BLOB_PART && scope.partsLeft-- === 0) {
        void scope.reportCutOff();
        return;
      }
      Reflect.apply(send, channel, [frame]);
    },
  });
}
