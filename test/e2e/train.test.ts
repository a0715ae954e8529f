/** A person trains a model on the page: the built app on its real server, in a real browser. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { BrowserContext } from "playwright-core";
import { type App, openApp } from "../support/app.ts";
import { IMAGES, TABLE, TEXT } from "../support/training-files.ts";
import { textFile, TrainingPage } from "../support/training-page.ts";

let app: App;
let context: BrowserContext;
let trainer: TrainingPage;
/** Addresses that the page and its workers asked for. */
let requests: string[];

beforeAll(async () => {
  app = await openApp();
});

afterAll(() => app.close());

beforeEach(async () => {
  context = await app.browser.newContext();
  requests = [];
  context.on("request", (request) => requests.push(request.url()));
  trainer = await TrainingPage.open(context, app.origin);
});

afterEach(() => context.close());

const isRuntime = (url: string) => url.endsWith(".wasm");

const waitForIcon = (address: RegExp) =>
  trainer.page.waitForFunction(
    (wanted) => wanted.test(document.querySelector<HTMLLinkElement>('link[rel~="icon"]')?.href ?? ""),
    address,
  );

describe("the built-in stories", () => {
  test("are learned from one click on, and let go with another", async () => {
    await trainer.waitForStatus("Ready");
    expect(requests.filter(isRuntime)).toEqual([]);
    await trainer.chooseFull();
    await trainer.start();
    await trainer.waitFor("step", "≥", 1);
    await trainer.waitForStatus("Training");
    await trainer.waitFor("loss", "<", 3);
    expect(await trainer.read("step")).toBeLessThan(400);
    expect(await trainer.read("throughput")).toBeGreaterThan(100);
    expect(await trainer.get("backend").getAttribute("data-value")).toMatch(/^wasm/);
    await trainer.get("sample").locator(".sample-text").waitFor();
    await trainer.page.locator('[data-testid=profile][data-value="wasm-exact"]').waitFor();

    await trainer.waitFor("round", "≥", 1); // a cell of one agrees with itself
    await trainer.page.locator('[data-step="accepted"][data-done="true"]').waitFor();
    await trainer.waitFor("saved", "≥", 1);
    await trainer.get("cloth-readout").getByText("you").waitFor(); // the first row of the cloth
    await waitForIcon(/^data:image.png/);
    await trainer.stop();
    await waitForIcon(/svg$/);
    expect(await trainer.read("peers")).toBeNaN(); // it has left
    // Each engine worker asks for it, but only the first has it fetched; the WebGPU bundle is another file.
    expect(new Set(requests.filter(isRuntime)).size).toBe(1);
    expect(new Set(requests.map((url) => new URL(url).origin))).toEqual(new Set([app.origin]));
  });
});

describe("a file", () => {
  test("of text that is dropped on the page is learned", async () => {
    const transfer = await trainer.page.evaluateHandle((text) => {
      const data = new DataTransfer();
      data.items.add(new File([text], "proverbs.txt", { type: "text/plain" }));
      return data;
    }, TEXT.buffer.toString());
    await trainer.page.dispatchEvent("body", "drop", { dataTransfer: transfer });
    await trainer.page.getByText("proverbs.txt").first().waitFor();
    await trainer.chooseFull();
    await trainer.start();
    await trainer.waitFor("step", "≥", 10);
    await trainer.get("sample").locator(".sample-text").waitFor();
    await trainer.stop();
  });

  test("is refused where none is wanted, before the browser could open it in the page's place", async () => {
    const { page } = trainer;
    await trainer.get("screen-swarm").click();
    await page.locator("[data-screen=swarm]").waitFor();
    await page.evaluate(() => {
      const effects: unknown[] = [];
      Object.assign(globalThis, { effects });
      addEventListener("dragover", (drag) =>
        effects.push([drag.defaultPrevented, drag.dataTransfer?.dropEffect]),
      );
      addEventListener("drop", () => effects.push("dropped"));
    });
    const session = await context.newCDPSession(page);
    const data = { items: [], files: [import.meta.filename], dragOperationsMask: 1 };
    for (const type of ["dragEnter", "dragOver", "drop"] as const)
      await session.send("Input.dispatchDragEvent", { type, x: 300, y: 300, data });
    const effects = await page.evaluate(() => (globalThis as unknown as { effects: unknown[] }).effects);
    expect(new Set(effects.map(String))).toEqual(new Set(["true,none"]));
  });

  test("with a table is learned, and its answers stand beside the truth", async () => {
    await trainer.chooseFiles(TABLE);
    await trainer.chooseFull();
    await trainer.start();
    await trainer.waitFor("loss", "<", 0.3);
    const row = trainer.get("sample").locator("tbody tr").first();
    await row.waitFor();
    expect(await row.locator("td").nth(1).textContent()).toMatch(/rain|sun/);
    await trainer.stop();
  });

  test("pair of images and labels is learned", async () => {
    await trainer.chooseFiles(...IMAGES);
    await trainer.chooseFull();
    await trainer.start();
    await trainer.waitFor("loss", "<", 0.3);
    await trainer.stop();
  });

  test.for([
    { file: textFile("empty.txt", ""), sentence: /empty\.txt.* is empty/, isRefusedAtOnce: true },
    { file: textFile("short.txt", "Too short."), sentence: /too short/ },
    { file: textFile("noise.dat", "\0\u0001\u0002\u0003".repeat(500)), sentence: /not plain text/ },
    { file: textFile("ragged.csv", `a,b,c\n${"1,2,3\n".repeat(20)}4,5\n`), sentence: /line 22/i },
    { file: textFile("one-class.csv", `a,b\n${"1,yes\n2,yes\n".repeat(20)}`), sentence: /same answer/ },
  ])("that cannot be learned is refused with a sentence: $file.name", async (refusal) => {
    await trainer.chooseFiles(refusal.file);
    if (refusal.isRefusedAtOnce !== true) await trainer.start();
    await trainer.get("problem").waitFor();
    expect(await trainer.get("problem").textContent()).toMatch(refusal.sentence);
    expect(await trainer.read("step")).toBeNaN();

    await trainer.chooseFiles(TABLE); // and a better one works
    await trainer.start();
    await trainer.waitFor("step", "≥", 1);
  });
});

describe("the keyboard alone", () => {
  test("starts and stops training", async () => {
    const press = async (testId: string) => {
      await trainer.page.waitForFunction((id) => {
        const button = document.querySelector(`[data-testid=${id}]`);
        return button !== null && button.getAttribute("aria-disabled") !== "true";
      }, testId);
      for (let presses = 0; presses < 30; presses++) {
        const focused = await trainer.page.evaluate(() =>
          document.activeElement?.getAttribute("data-testid"),
        );
        if (focused === testId) return trainer.page.keyboard.press("Enter");
        await trainer.page.keyboard.press("Tab");
      }
      throw new Error(`${testId} cannot be reached by Tab`);
    };
    await trainer.chooseFiles(TABLE);
    await press("start");
    await trainer.waitFor("step", "≥", 1);
    await press("stop");
    await trainer.waitForStatus("Stopped");
  });
});

describe("a project after a reload", () => {
  test("is still in the address, and Start goes on from the head that was saved", async () => {
    await trainer.chooseFiles(TABLE);
    await trainer.chooseFull();
    await trainer.start();
    await trainer.waitFor("saved", "≥", 1);
    await trainer.stop();
    const saved = await trainer.read("saved");
    const link = await trainer.get("share-link").inputValue();

    await trainer.page.reload();
    expect(trainer.page.url()).toBe(link);
    await trainer.get("saved-note").getByText("Training goes on from there").waitFor();
    await trainer.start();
    await trainer.waitFor("step", "≥", saved + 1);
    const from = await trainer.page.getByText(/^from /).textContent();
    expect(Number(from?.replace(/\D/g, ""))).toBe(saved);
    expect(await trainer.page.getByText(TABLE.name).count()).toBeGreaterThan(0);
  });
});
