/** What a run survives: a browser that is killed, and a graphics device that goes away. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { must } from "../../shared/core/assert.ts";
import { type App, openApp } from "../support/app.ts";
import { ProfileBrowser } from "../support/profile-browser.ts";
import { TABLE } from "../support/training-files.ts";
import { TrainingPage } from "../support/training-page.ts";

let app: App;

beforeAll(async () => {
  app = await openApp();
});

afterAll(() => app.close());

describe("a browser that is killed", () => {
  test("goes on from the last head when it is opened again", async () => {
    const profile = await mkdtemp(join(tmpdir(), "tabloom-profile-"));
    try {
      const { saved, link } = await withProfile(profile, async (context) => {
        const trainer = await TrainingPage.open(context, app.origin);
        await trainer.chooseFiles(TABLE);
        await trainer.start();
        await trainer.waitFor("saved", "≥", 1);
        return { saved: await trainer.read("saved"), link: await trainer.get("share-link").inputValue() };
      });
      await withProfile(profile, async (context) => {
        const trainer = await TrainingPage.open(context, link);
        await trainer.start();
        await trainer.waitFor("step", "≥", saved + 1);
        const from = await trainer.page.getByText(/^from /).textContent();
        expect(Number(from?.replace(/\D/g, ""))).toBeGreaterThanOrEqual(saved);
        await trainer.waitForStatus("Training");
      });
    } finally {
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    }
  });
});

/** Opens a browser of its own on a profile that lasts, and kills it with all its processes as soon as `work` is done. */
async function withProfile<T>(folder: string, work: (context: BrowserContext) => Promise<T>): Promise<T> {
  const browser = await ProfileBrowser.open(folder);
  try {
    return await work(browser.context);
  } finally {
    await browser.kill();
  }
}

describe("a graphics device", () => {
  test("that goes away is followed by the processor, from the last good state", async () => {
    const context = await app.browser.newContext();
    const trainer = await TrainingPage.open(context, `${app.origin}/?backend=webgpu`);
    const backend = () => trainer.get("backend").getAttribute("data-value");
    await trainer.chooseFiles(TABLE);
    await trainer.chooseFull();
    await trainer.start();
    await trainer.waitFor("saved", "≥", 1);
    expect(await backend()).toBe("webgpu");
    const saved = await trainer.read("saved");

    await killGpuProcess(app.browser);
    await trainer.page.waitForFunction(() =>
      document.querySelector("[data-testid=backend]")?.getAttribute("data-value")?.startsWith("wasm"),
    );
    await trainer.waitFor("step", "≥", saved + 20);
    await trainer.waitForStatus("Training");
    expect(Number.isFinite(await trainer.read("loss"))).toBe(true);
    expect(await trainer.page.locator(".backend details").textContent()).toMatch(/WebGPU.*lost/);
    await trainer.stop();
    await context.close();
  });
});

/** The browser's own list of its processes, so that no other browser's process is hit. */
async function killGpuProcess(browser: Browser): Promise<void> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  const { id } = must(
    processInfo.find(({ type }) => type === "GPU"),
    "the browser has no GPU process",
  );
  await session.detach();
  process.kill(id, "SIGKILL");
}
