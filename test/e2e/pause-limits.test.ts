/** What a tab may use: data, time of the processor, the screen; and that it goes on after the browser had put it away. */
import type { BrowserContext, Worker } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type App, openApp } from "../support/app.ts";
import { emulateDevice, tell } from "../support/emulated-device.ts";
import { waitForRest, waitForSteps } from "../support/resting.ts";
import { TrainingPage } from "../support/training-page.ts";

const PROJECT = "?project=tiny&backend=wasm";

let app: App;
let contexts: readonly BrowserContext[] = [];

beforeAll(async () => {
  app = await openApp();
});

afterAll(() => app.close());

afterEach(async () => {
  await Promise.all(contexts.map((context) => context.close()));
  contexts = [];
});

/** @param script runs in the page before its own */
async function visit(script?: () => void): Promise<TrainingPage> {
  const context = await app.browser.newContext();
  contexts = [...contexts, context];
  if (script) await context.addInitScript(script);
  return TrainingPage.open(context, `${app.origin}/${PROJECT}`);
}

async function openTraining(script?: () => void): Promise<TrainingPage> {
  const trainer = await visit(script);
  await trainer.start();
  await trainer.waitFor("step", "≥", 1);
  return trainer;
}

describe("data", () => {
  /** Runs in the page: remembers the channels to other tabs. */
  function recordChannels(): void {
    const channels: RTCDataChannel[] = [];
    class Recorded extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        this.addEventListener("datachannel", ({ channel }) => channels.push(channel)); // the other tab has dialled
      }

      override createDataChannel(...parameters: Parameters<RTCPeerConnection["createDataChannel"]>) {
        const channel = super.createDataChannel(...parameters);
        channels.push(channel);
        return channel;
      }
    }
    Object.assign(globalThis, { channels, RTCPeerConnection: Recorded });
  }

  /** Runs in the page: as if the other tab had sent a megabyte of nonsense, in frames as large as may be. */
  function receiveMegabyte(): void {
    const { channels } = globalThis as unknown as { readonly channels: readonly RTCDataChannel[] };
    const channel = channels.find(({ readyState }) => readyState === "open");
    for (let count = 0; count < 64; count++)
      channel?.dispatchEvent(new MessageEvent("message", { data: new ArrayBuffer(16_384) }));
  }

  test("over the hour's limit make it rest, until it may use more", async () => {
    const trainer = await openTraining(recordChannels);
    const other = await openTraining();
    await trainer.waitFor("peers", "≥", 1);
    await trainer.show("settings");
    await trainer.get("setting-dataCapMb").fill("1");
    await trainer.show("donate");
    await waitForSteps(trainer);
    await trainer.page.evaluate(receiveMegabyte);
    await waitForRest(trainer, "The 1 MB that you set for an hour are used up");
    await other.waitFor("peers", "<", 1);
    await trainer.page.getByRole("button", { name: "Allow more this hour" }).click();
    await waitForSteps(trainer);
  });

  test("that the whole browser is asked to save are saved here, too", async () => {
    const trainer = await openTraining(emulateReducedData);
    await trainer.page.evaluate(() => {
      const { reducedData } = globalThis as unknown as { readonly reducedData: EventTarget };
      Object.assign(reducedData, { matches: true }).dispatchEvent(new Event("change"));
    });
    await waitForRest(trainer, "Data Saver is on");
    await trainer.page.getByRole("button", { name: "Train on this connection" }).click();
    await waitForSteps(trainer);
  });

  /** Runs in the page: Chromium knows the query only behind a flag. */
  function emulateReducedData(): void {
    const reducedData = Object.assign(new EventTarget(), { matches: false });
    const { matchMedia } = globalThis;
    Object.assign(globalThis, {
      reducedData,
      matchMedia: (query: string) => (query.includes("reduced-data") ? reducedData : matchMedia(query)),
    });
  }
});

describe("the processor", () => {
  const NOON = new Date(2026, 0, 5, 12, 0);

  /** A minute of the page passes, in which some steps are seen. */
  async function passMinute(trainer: TrainingPage): Promise<void> {
    for (let part = 0; part < 12; part++) {
      const step = await trainer.read("step");
      await trainer.page.clock.fastForward(5_000);
      await trainer.waitFor("step", "≥", step + 1);
    }
  }

  /** Its steps last `factor` times as long by their own clocks. */
  const stretch = (workers: readonly Worker[], factor: number): Promise<unknown> =>
    Promise.all(
      workers.map((worker) =>
        worker.evaluate((times) => {
          const scope = globalThis as { realNow?: () => number };
          const realNow = (scope.realNow ??= performance.now.bind(performance));
          const [shown, since] = [performance.now(), realNow()];
          performance.now = () => shown + (realNow() - since) * times;
        }, factor),
      ),
    );

  test("gets more rest while steps take longer than at first, and less when they are quick again", async () => {
    const trainer = await visit();
    await trainer.page.clock.install({ time: NOON });
    await trainer.page.reload();
    await trainer.start();
    await trainer.waitFor("step", "≥", 1);
    for (let minute = 0; minute < 2; minute++) await passMinute(trainer);
    await stretch(trainer.page.workers(), 4);
    await passMinute(trainer);
    await trainer.get("slowed").getByText("Steps take longer than at first").waitFor();
    await stretch(trainer.page.workers(), 0.25); // noise of a busy computer must not look like slowness
    await passMinute(trainer);
    await trainer.get("slowed").waitFor({ state: "detached" });
    await waitForSteps(trainer);
  });

  test("of a computer whose battery cannot be seen is half used, until all of it is allowed", async () => {
    const trainer = await visit(() => Reflect.deleteProperty(Navigator.prototype, "getBattery"));
    await trainer.chooseFull();
    await trainer.start();
    await trainer.get("slowed").getByText("We cannot see your battery in this browser").waitFor();
    await trainer.get("slowed").getByRole("button", { name: "Train all of the time" }).click();
    await trainer.get("slowed").waitFor({ state: "detached" });
    await waitForSteps(trainer);
  });
});

describe("the screen", () => {
  /** Runs in the page: a lock that says how often it is held. */
  function recordLocks(): void {
    const locks = { heldCount: 0, askedCount: 0 };
    const request = async () => {
      locks.heldCount++;
      locks.askedCount++;
      const release = async () => void locks.heldCount--;
      return Object.assign(new EventTarget(), { release });
    };
    Object.assign(globalThis, { locks });
    Object.defineProperty(Navigator.prototype, "wakeLock", { get: () => ({ request }) });
  }

  const waitForLocks = (trainer: TrainingPage, count: number) =>
    trainer.page.waitForFunction(
      (wanted) => (globalThis as unknown as { locks: { heldCount: number } }).locks.heldCount === wanted,
      count,
    );

  test("stays on only where that was chosen, and only while the tab trains", async () => {
    const trainer = await openTraining(recordLocks);
    const askedCount = () =>
      trainer.page.evaluate(
        () => (globalThis as unknown as { locks: { askedCount: number } }).locks.askedCount,
      );
    expect(await askedCount()).toBe(0);
    await trainer.show("settings");
    await trainer.get("setting-keepsScreenOn").check();
    await waitForLocks(trainer, 1);
    await trainer.show("donate");
    await trainer.get("pause-run").click();
    await waitForLocks(trainer, 0);
    await trainer.page.getByRole("button", { name: "Resume now" }).click();
    await waitForLocks(trainer, 1);
    await trainer.stop();
    await waitForLocks(trainer, 0);
  });

  test("goes off when nobody looks at the tab", async () => {
    const trainer = await visit(emulateDevice);
    await trainer.page.addInitScript(recordLocks);
    await trainer.page.goto(`${app.origin}/${PROJECT}#/settings`);
    await trainer.page.reload();
    await trainer.get("setting-keepsScreenOn").check();
    await trainer.show("donate");
    await trainer.start();
    await waitForLocks(trainer, 1);
    await tell(trainer.page, "visibility", { isHidden: true });
    await waitForLocks(trainer, 0);
  });
});

describe("a tab that the browser had put away", () => {
  test("says how much was lost when it was unloaded, and goes on with one click", async () => {
    const trainer = await openTraining(() =>
      Object.defineProperty(Document.prototype, "wasDiscarded", { get: () => true }),
    );
    await trainer.waitFor("saved", "≥", 1);
    await trainer.page.reload();
    await trainer.get("pause-notice").getByText("Your browser unloaded this tab").waitFor();
    await trainer.waitForStatus("Ready");
    await trainer.get("continue").click();
    await trainer.waitFor("step", "≥", 1);
  });

  test("goes on where it was when it was only frozen", async () => {
    const trainer = await openTraining();
    const session = await trainer.page.context().newCDPSession(trainer.page);
    const step = await trainer.read("step");
    for (const state of ["frozen", "active"] as const)
      await session.send("Page.setWebLifecycleState", { state });
    await trainer.waitFor("step", "≥", step + 10);
    await waitForSteps(trainer);
  });
});
