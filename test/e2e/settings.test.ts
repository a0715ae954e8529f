/** The settings in a real browser: one source of truth for each choice, and a button that leaves nothing behind. */
import type { BrowserContext } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type App, openApp } from "../support/app.ts";
import { emulateDevice, tell } from "../support/emulated-device.ts";
import { TrainingPage } from "../support/training-page.ts";

const PROJECT = "?project=tiny&backend=wasm";

let app: App;
let context: BrowserContext;

beforeAll(async () => {
  app = await openApp();
});

afterAll(() => app.close());

afterEach(() => context.close());

async function openPage(fragment = ""): Promise<TrainingPage> {
  context = await app.browser.newContext();
  return TrainingPage.open(context, `${app.origin}/${PROJECT}${fragment}`);
}

test("the preset is the same on both screens, and after a reload", async () => {
  const trainer = await openPage("#/settings");
  await trainer.chooseIntensity("light");
  await trainer.show("donate");
  await trainer.get("start").waitFor();
  await trainer.page.reload();
  await trainer.page.locator("[data-testid=intensity-light]:checked").waitFor({ state: "attached" });
  await trainer.chooseIntensity("full");
  await trainer.show("settings");
  await trainer.page
    .locator("[data-testid=settings-giving] [value=full]:checked")
    .waitFor({ state: "attached" });
});

test("the browser tells how much it keeps", async () => {
  const trainer = await openPage("#/settings");
  await trainer.page.locator("[data-testid=quota-bytes][data-value]:not([data-value=''])").waitFor();
  await trainer.get("persist").click();
  await trainer.page
    .locator("[data-testid=settings-storage] [role=status]:not([data-kind=idle], [data-kind=busy])")
    .waitFor();
});

describe("notifications", () => {
  test("are off until somebody asks for them and the browser agrees", async () => {
    const trainer = await openPage("#/settings");
    const choice = trainer.get("notifications");
    await choice.waitFor();
    expect(await choice.isChecked()).toBe(false);
    await context.grantPermissions(["notifications"], { origin: app.origin });
    await trainer.page.reload();
    await choice.click();
    await trainer.page.locator("[data-testid=notifications]:checked").waitFor();
    await trainer.page.reload();
    await trainer.page.locator("[data-testid=notifications]:checked").waitFor();
  });

  /** A tab that trains; what it shows is written down and shown. @param isHidden nobody sees any of it */
  async function openTraining(isWanted: boolean, isHidden: boolean): Promise<TrainingPage> {
    const trainer = await openPage("#/settings");
    await context.grantPermissions(["notifications"], { origin: app.origin });
    await trainer.page.addInitScript(emulateDevice);
    await trainer.page.addInitScript(recordNotifications);
    await trainer.page.reload();
    await trainer.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    if (isWanted) {
      await trainer.get("notifications").click();
      // It is ticked when the browser has agreed.
      await trainer.page.locator("[data-testid=notifications]:checked").waitFor();
    }
    await trainer.show("donate");
    await trainer.chooseIntensity("full");
    await tell(trainer.page, "visibility", { isHidden });
    await trainer.start();
    return trainer;
  }

  /** Runs in the page. */
  function recordNotifications(): void {
    const shown: string[] = [];
    Object.assign(globalThis, { shown });
    const { prototype } = ServiceWorkerRegistration;
    const show = Object.getOwnPropertyDescriptor(prototype, "showNotification")?.value as (
      ...parameters: unknown[]
    ) => Promise<void>;
    Object.assign(prototype, {
      showNotification(this: ServiceWorkerRegistration, title: string, options: NotificationOptions) {
        shown.push(`${title}: ${options.body}`);
        return show.call(this, title, options);
      },
    });
  }

  const shownBy = ({ page }: TrainingPage) =>
    page.evaluate(() => (globalThis as unknown as { readonly shown: readonly string[] }).shown);

  test("come once, for a milestone that nobody saw", async () => {
    const trainer = await openTraining(true, true);
    await trainer.waitFor("receipt-count", "≥", 2);
    await expect.poll(() => shownBy(trainer)).not.toEqual([]); // its words come when they are asked for
    expect(await shownBy(trainer)).toEqual([
      "Tabloom: Your first round counts. You have the first signed receipt.",
    ]);
    const titles = () =>
      trainer.page.evaluate(async () => {
        const registration = await navigator.serviceWorker.ready;
        return (await registration.getNotifications()).map(({ title }) => title);
      });
    await expect.poll(titles).toEqual(["Tabloom"]); // it was asked to show it, and does so a moment later
  });

  test.for([
    ["who looks at the page", true, false],
    ["who has not asked for them", false, true],
  ] as const)("do not come to those %s", async ([, isWanted, isHidden]) => {
    const trainer = await openTraining(isWanted, isHidden);
    await trainer.waitFor("receipt-count", "≥", 2);
    expect(await shownBy(trainer)).toEqual([]);
  });

  test("say that the browser blocks them", async () => {
    const trainer = await openPage("#/settings");
    await trainer.page.addInitScript(() =>
      Object.defineProperty(Notification, "permission", { get: () => "denied" }),
    );
    await trainer.page.reload();
    await trainer.get("notify-trouble").getByText("The browser blocks notifications").waitFor();
    expect(await trainer.get("notifications").isDisabled()).toBe(true);
  });
});

describe("Delete everything", () => {
  /** What the browser keeps for the site. */
  const kept = (trainer: TrainingPage) =>
    trainer.page.evaluate(async () => ({
      databases: (await indexedDB.databases()).map(({ name }) => name),
      caches: await caches.keys(),
      serviceWorkers: (await navigator.serviceWorker.getRegistrations()).length,
      settings: Object.keys(localStorage),
      tab: Object.keys(sessionStorage),
    }));

  test("ends training in all tabs, and leaves a page as on the first visit", async () => {
    const trainer = await openPage();
    const other = await TrainingPage.open(context, `${app.origin}/#/receipts`);
    await other.get("no-receipts").waitFor();
    await trainer.chooseIntensity("full");
    await trainer.start();
    await trainer.waitFor("receipt-count", "≥", 1);
    await trainer.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await trainer.show("settings");
    await trainer.get("erase").click();
    await trainer.get("words-warning").waitFor();
    const list = await trainer.get("erase-list").innerText();
    expect(list).toContain("receipt");
    expect(list).toContain("service worker");
    await trainer.get("erase-yes").click();
    await trainer.get("erased").getByText("Everything was deleted").waitFor();
    await other.get("erased").getByText("Everything was deleted").waitFor();
    expect(await kept(trainer)).toEqual({
      databases: [],
      caches: [],
      serviceWorkers: 0,
      settings: [],
      tab: [],
    });
    // The page works: somebody else begins.
    await trainer.show("donate");
    await trainer.start();
    await trainer.waitFor("step", "≥", 1);
  });

  test("works without a network: only the program stays, which the page needs to open", async () => {
    const trainer = await openPage();
    await trainer.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await trainer.chooseIntensity("full");
    await trainer.start();
    await trainer.waitFor("receipt-count", "≥", 1);
    await app.stopServer();
    await context.setOffline(true);
    await trainer.show("settings");
    await trainer.get("erase").click();
    await trainer.page.getByText("You are offline, so the program stays").waitFor();
    await trainer.get("erase-yes").click();
    await trainer.get("erased").getByText("Everything was deleted except the program").waitFor();
    const { caches: program, ...others } = await kept(trainer);
    expect(program.length).toBeGreaterThan(0);
    expect(others).toEqual({ databases: [], serviceWorkers: 1, settings: [], tab: [] });
    await context.setOffline(false);
    await app.restartServer();
    await trainer.show("receipts");
    await trainer.get("no-receipts").waitFor();
    await trainer.show("donate");
    await trainer.start();
    await trainer.waitFor("receipt-count", "≥", 1);
  });

  test("changes nothing for those who would rather keep it", async () => {
    const trainer = await openPage("#/settings");
    await trainer.get("theme-dark").check({ force: true });
    await trainer.get("erase").click();
    await trainer.page.getByRole("button", { name: "Keep everything" }).click();
    await trainer.page.waitForFunction(() => document.activeElement?.getAttribute("data-testid") === "erase");
    expect((await kept(trainer)).settings).toContain("tabloom.theme");
  });
});
