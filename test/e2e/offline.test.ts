/** The page as an app: kept by the browser, isolated, and of use without a network. */
import type { BrowserContext } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type App, openApp } from "../support/app.ts";
import { TrainingPage } from "../support/training-page.ts";

const PROJECT = "?project=tiny&backend=wasm";

let app: App;
let context: BrowserContext;

beforeAll(async () => {
  app = await openApp();
});

afterAll(() => app.close());

afterEach(() => context.close());

/** A page whose program the browser has. */
async function visit(fragment = ""): Promise<TrainingPage> {
  context = await app.browser.newContext();
  const trainer = await TrainingPage.open(context, `${app.origin}/${PROJECT}${fragment}`);
  await trainer.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  return trainer;
}

test("the browser would install it", async () => {
  const { page } = await visit();
  const session = await context.newCDPSession(page);
  const { url, errors } = await session.send("Page.getAppManifest");
  expect({ url, errors }).toEqual({ url: `${app.origin}/manifest.webmanifest`, errors: [] });
  const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
  // The tests' contexts are incognito windows, from which nothing can be installed.
  expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== "in-incognito")).toEqual(
    [],
  );
});

test("the server lets nobody keep an old list of what there is", async () => {
  context = await app.browser.newContext();
  for (const file of ["", "service-worker.js", "manifest.webmanifest"]) {
    const response = await context.request.get(`${app.origin}/${file}`);
    expect([response.status(), response.headers()["cache-control"]]).toEqual([200, "no-cache"]);
  }
});

test("before anybody starts, the program is kept, and no runtime and no worker is loaded", async () => {
  const { page } = await visit();
  const kept = await page.evaluate(async () => {
    const names = await caches.keys();
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return requests.flat().map(({ url }) => new URL(url).pathname);
  });
  expect(kept).toContain("/index.html");
  const named =
    /\/(trainer-worker|engine-worker|settings-screen|ledger-screens|screen-parts)-[^/]+(\.js|\.css)$/;
  const parts = kept.flatMap((path) => named.exec(path)?.slice(1).join("") ?? []);
  expect(parts.toSorted()).toEqual([
    "engine-worker.js",
    "ledger-screens.js",
    "screen-parts.css",
    "screen-parts.js",
    "settings-screen.css",
    "settings-screen.js",
    "trainer-worker.js",
  ]);
  expect(kept.filter((path) => /\.wasm$|\/ort-/.test(path))).toEqual([]);
  expect(page.workers()).toEqual([]);
});

describe("without a network, after the first visit", () => {
  test("the page opens, is isolated, and all screens come", async () => {
    const { page } = await visit();
    await context.setOffline(true);
    await page.reload();
    await page.getByTestId("start").waitFor();
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    for (const screen of ["swarm", "projects", "leaderboard", "receipts", "verify", "you", "settings"]) {
      await page.getByTestId(`screen-${screen}`).click();
      await page
        .locator(`[data-testid=screen][data-screen=${screen}] :is(.run, .setup) > *`)
        .first()
        .waitFor();
      expect(await page.getByText("could not be loaded").count()).toBe(0);
    }
  });

  test("a bundle is verified, own receipts are shown, and donating says what it waits for", async () => {
    const trainer = await visit();
    await trainer.chooseFull();
    await trainer.start();
    await trainer.waitFor("receipt-count", "≥", 1);
    await trainer.stop();
    await trainer.show("leaderboard");
    const download = trainer.page.waitForEvent("download");
    await trainer.get("export-bundle").click();
    const bundle = await (await download).path();
    await app.stopServer();
    await context.setOffline(true);
    await trainer.page.goto(`${app.origin}/${PROJECT}#/verify`);
    await trainer.page.reload();
    for (const isOffline of [false, true]) await context.setOffline(isOffline); // some browsers tell a page that is loaded again that it is online
    await trainer.get("bundle-input").setInputFiles(bundle);
    await trainer.page.locator("[data-testid=verify-result] [data-valid=true]").waitFor();
    await trainer.page.goto(`${app.origin}/${PROJECT}#/receipts`);
    await trainer.page.locator("[data-testid=receipt]").first().waitFor();
    await trainer.show("donate");
    await trainer.start();
    await trainer.page.getByText("This computer is offline").first().waitFor();
    await trainer.stop();
    await app.restartServer();
  });
});
