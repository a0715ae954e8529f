/** When a tab rests: every reason, emulated in a real browser that really trains; and that Stop leaves nothing behind. */
import type { Browser, BrowserContext, BrowserContextOptions } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type App, openApp } from "../support/app.ts";
import { emulateDevice, recordConnections, tell } from "../support/emulated-device.ts";
import { waitForQuiet, waitForRest, waitForSteps } from "../support/resting.ts";
import { TrainingPage } from "../support/training-page.ts";

/** Some 20,000 parameters; one thread, because the test shares the cores. */
const PROJECT = "?project=tiny&backend=wasm";
const ANDROID = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36";
/** A Monday. */
const NOON = new Date(2026, 0, 5, 12, 0);

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

async function openContext(browser: Browser, options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const context = await browser.newContext(options);
  contexts = [...contexts, context];
  return context;
}

const visit = (context: BrowserContext): Promise<TrainingPage> =>
  TrainingPage.open(context, `${app.origin}/${PROJECT}`);

/** A tab that trains. @param script runs in the page before its own */
async function openTraining(options: BrowserContextOptions = {}, script?: () => void): Promise<TrainingPage> {
  const context = await openContext(app.browser, options);
  if (script) await context.addInitScript(script);
  const trainer = await visit(context);
  await trainer.start();
  await trainer.waitForStatus("Training");
  await trainer.waitFor("step", "≥", 1);
  return trainer;
}

describe("a tab that trains rests", () => {
  test("on battery, until it is plugged in or told to go on", async () => {
    const trainer = await openTraining({}, emulateDevice);
    await tell(trainer.page, "battery", { charging: false });
    await waitForRest(trainer, "On battery; it goes on when this computer is plugged in.");
    await tell(trainer.page, "battery", { charging: true });
    await waitForSteps(trainer);
    await tell(trainer.page, "battery", { charging: false });
    await waitForRest(trainer, "On battery; it goes on when this computer is plugged in.");
    await trainer.page.getByRole("button", { name: "Run on battery anyway" }).click();
    await waitForSteps(trainer);
  });

  test("where Data Saver is on, or data are mobile, until told to go on", async () => {
    const trainer = await openTraining({}, emulateDevice);
    await tell(trainer.page, "connection", { saveData: true });
    await waitForRest(trainer, "Data Saver is on");
    await tell(trainer.page, "connection", { saveData: false, type: "cellular" });
    await waitForRest(trainer, "This is mobile data");
    await trainer.page.getByRole("button", { name: "Train on this connection" }).click();
    await waitForSteps(trainer);
  });

  test("in the background of a phone, and goes on when somebody comes back", async () => {
    const trainer = await openTraining({ userAgent: ANDROID }, emulateDevice);
    await tell(trainer.page, "visibility", { isHidden: true });
    await waitForRest(trainer, "In the background; it goes on");
    await tell(trainer.page, "visibility", { isHidden: false });
    await waitForSteps(trainer);
  });

  test("in the background of a computer only where that was chosen", async () => {
    const trainer = await openTraining({}, emulateDevice);
    await tell(trainer.page, "visibility", { isHidden: true });
    await waitForSteps(trainer);
    await trainer.get("pause-settings").click();
    await trainer.get("setting-inBackground").uncheck();
    await trainer.show("donate");
    await waitForRest(trainer, "In the background; it goes on");
    await tell(trainer.page, "visibility", { isHidden: false });
    await trainer.get("pause-notice").getByRole("button", { name: "Allow in background" }).click();
    await waitForSteps(trainer);
    await trainer.show("settings");
    await trainer.page.locator("[data-testid=setting-inBackground]:checked").waitFor();
  });

  test("while the computer is hot, and slows down while it is busy", async () => {
    const context = await openContext(app.browser);
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    const source = "cpu";
    await session.send("Emulation.setPressureSourceOverrideEnabled", { enabled: true, source });
    const press = (state: "nominal" | "serious" | "critical") =>
      session.send("Emulation.setPressureStateOverride", { source, state });
    const trainer = await TrainingPage.openIn(page, `${app.origin}/${PROJECT}`);
    await trainer.start();
    await press("serious");
    await trainer.get("slowed").getByText("Your computer is busy").waitFor();
    await press("critical");
    await waitForRest(trainer, "Your computer is hot");
    await trainer.get("status-action").click();
    await waitForSteps(trainer);
  });

  test("outside of its hours, until they come", async () => {
    const context = await openContext(app.browser);
    await context.clock.install({ time: NOON });
    const trainer = await visit(context);
    await trainer.start();
    await trainer.waitForStatus("Training");
    await trainer.get("pause-settings").click();
    await trainer.get("setting-schedule").check();
    await trainer.show("donate");
    await waitForRest(trainer, "Outside the hours that you set; it goes on 10:00");
    await context.clock.fastForward("10:00:00");
    await waitForSteps(trainer);
    await context.clock.fastForward("10:00:00");
    await waitForRest(trainer, "Outside the hours that you set");
    await trainer.page.getByRole("button", { name: "Train now anyway" }).click();
    await waitForSteps(trainer);
  });

  test("while it is paused or snoozed, and says until when", async () => {
    const context = await openContext(app.browser);
    await context.clock.install({ time: NOON });
    const trainer = await visit(context);
    await trainer.start();
    await trainer.waitForStatus("Training");
    await trainer.get("snooze").click();
    await trainer.get("snooze-quarter").click();
    await waitForRest(trainer, "Snoozed until 12:15");
    await context.clock.fastForward("15:00");
    await waitForSteps(trainer);
    await trainer.get("pause-run").click();
    await waitForRest(trainer, "By you");
    await trainer.page.getByRole("button", { name: "Resume now" }).click();
    await waitForSteps(trainer);
  });
});

describe("a tab that is to train", () => {
  test("loads nothing where Data Saver is on", async () => {
    const context = await openContext(app.browser);
    await context.addInitScript(emulateDevice);
    const trainer = await visit(context);
    await tell(trainer.page, "connection", { saveData: true });
    await trainer.start();
    await trainer.get("status").getByText("Data Saver is on").waitFor();
    expect(trainer.page.workers()).toEqual([]);
  });

  test("waits for the one that does, or takes its place", async () => {
    const first = await openTraining();
    const second = await visit(first.page.context());
    await second.start();
    await second.get("status").getByText("Already running in another tab").waitFor();
    await second.page.getByRole("button", { name: "Move here" }).click();
    await first.get("pause-notice").getByText("Training moved to another tab").waitFor();
    await first.waitForStatus("Stopped");
    await second.waitForStatus("Training");
    await second.waitFor("step", "≥", 1);
  });

  test("asks before it goes on after a reload", async () => {
    const trainer = await openTraining();
    await trainer.waitFor("saved", "≥", 1);
    await trainer.page.reload();
    await trainer.get("pause-notice").getByText("This tab was loaded again").waitFor();
    await trainer.waitForStatus("Ready");
    await trainer.get("continue").click();
    await trainer.waitForStatus("Training");
    await trainer.stop();
    await trainer.page.reload();
    await trainer.waitForStatus("Ready");
    expect(await trainer.get("pause-notice").count()).toBe(0);
  });
});

/** Runs in the page: writes down whatever it says from now on. */
function recordTexts(): void {
  const texts: string[] = [];
  Object.assign(globalThis, { texts });
  new MutationObserver(() => {
    for (const { textContent } of document.querySelectorAll("[role=status]")) texts.push(textContent);
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}

const textsOf = ({ page }: TrainingPage) =>
  page.evaluate(() => (globalThis as unknown as { readonly texts: readonly string[] }).texts);

describe("Stop", () => {
  test("leaves no computation and no open connection", async () => {
    const tabs = await Promise.all([
      openTraining({}, recordConnections),
      openTraining({}, recordConnections),
    ]);
    const [leaving, staying] = tabs;
    await Promise.all(tabs.map((tab) => tab.waitFor("peers", "≥", 1)));
    await leaving.stop();
    await waitForQuiet(leaving.page);
    await staying.waitFor("peers", "<", 1); // it has noticed
    await staying.waitForStatus("Training");
  });

  test("can wait for the end of the round, so that the work in it counts", async () => {
    const trainer = await openTraining();
    await trainer.waitFor("round", "≥", 0);
    await trainer.page.evaluate(recordTexts);
    await trainer.get("finish-round").click();
    await trainer.waitForStatus("Stopped");
    expect(await textsOf(trainer)).toContain("It stops when this round is over."); // for as long as it is not over
    await waitForQuiet(trainer.page);
    await trainer.waitFor("saved", "≥", 1);
  });
});
