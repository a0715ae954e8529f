/** Which tab of a browser profile may sign, as the browser itself says. */
import type { BrowserContext, Page } from "playwright-core";

const LOCK_NAME = "tabloom-profile";

/** At one moment. */
export interface Holding {
  /** The browser's own name of the worker that holds the lock; empty for nobody. */
  readonly holder: string;
  readonly holderCount: number;
  readonly waitingCount: number;
  /** Milliseconds since 1970. */
  readonly atMs: number;
}

interface Waiting {
  readonly isIt: (now: Holding) => boolean;
  readonly resolve: (now: Holding) => void;
}

export class ProfileLockWatch {
  /** Every change, oldest first. */
  readonly seen: Holding[] = [];
  readonly #waiting = new Set<Waiting>();
  #page: Page | null = null;

  /** A page of its own in this context, which asks the browser again and again. */
  static async open(context: BrowserContext, address: string): Promise<ProfileLockWatch> {
    const watch = new ProfileLockWatch();
    const page = await context.newPage();
    watch.#page = page;
    await page.exposeBinding("reportHolding", (_source, now: Holding) => watch.#see(now));
    await page.goto(address);
    await page.evaluate(watchLock, LOCK_NAME);
    return watch;
  }

  get page(): Page {
    return this.#page!;
  }

  until(isIt: (now: Holding) => boolean): Promise<Holding> {
    const now = this.seen.at(-1);
    if (now !== undefined && isIt(now)) return Promise.resolve(now);
    return new Promise((resolve) => this.#waiting.add({ isIt, resolve }));
  }

  #see(now: Holding): void {
    this.seen.push(now);
    for (const waiting of this.#waiting) {
      if (!waiting.isIt(now)) continue;
      this.#waiting.delete(waiting);
      waiting.resolve(now);
    }
  }
}

/** The browser's name of the worker that a page trains in. */
export async function nameOfWorker(page: Page): Promise<string> {
  const worker = page.workers()[0] ?? (await page.waitForEvent("worker"));
  return worker.evaluate(async () => {
    const probe = crypto.randomUUID();
    return navigator.locks.request(probe, async () => {
      const { held } = await navigator.locks.query();
      return held?.find(({ name }) => name === probe)?.clientId ?? "";
    });
  });
}

/** Runs in the page. All functions in it are anonymous, because a bundler marks named ones. */
function watchLock(lockName: string): void {
  const scope = globalThis as unknown as { reportHolding(now: object): Promise<void> };
  const last = { state: "" };
  setInterval(
    () =>
      void navigator.locks.query().then(({ held = [], pending = [] }) => {
        const holders = held.filter(({ name }) => name === lockName);
        const waitingCount = pending.filter(({ name }) => name === lockName).length;
        const holder = holders[0]?.clientId ?? "";
        const state = `${holder} ${holders.length} ${waitingCount}`;
        if (state === last.state) return;
        last.state = state;
        void scope.reportHolding({ holder, holderCount: holders.length, waitingCount, atMs: Date.now() });
      }),
    5,
  );
}
