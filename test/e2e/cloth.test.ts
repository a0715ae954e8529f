/** The cloth on the built page, whose colours the build writes in its own way. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type App, openApp } from "../support/app.ts";
import { draw } from "../support/draw.ts";
import { openScriptedPage, type ScriptedPage } from "../support/open-scripted-page.ts";

let app: App;
let scripted: ScriptedPage;
let page: Page;

beforeAll(async () => {
  [app, scripted] = await Promise.all([openApp(), openScriptedPage()]);
  page = await app.browser.newPage();
  await page.goto(scripted.addressOf("training"));
  await page.getByTestId("cloth-readout").getByText("Round 180").waitFor();
});

afterAll(() => Promise.all([app.close(), scripted.close()]));

/** How many sixths of the colour wheel are on it. */
const countHues = () =>
  page.evaluate(() => {
    const hues = new Set<number>();
    for (const canvas of document.querySelectorAll<HTMLCanvasElement>(".cloth canvas")) {
      const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
      for (let at = 0; at < data.length; at += 4) {
        const [red = 0, green = 0, blue = 0] = data.slice(at, at + 3);
        const [low, high] = [Math.min(red, green, blue), Math.max(red, green, blue)];
        if (high - low < 40) continue; // warp, shadows, the curve
        const third = high === red ? 0 : high === green ? 1 : 2;
        const isEarly = [blue > green, red > blue, green > red][third]!;
        hues.add(2 * third + Number(isEarly));
      }
    }
    return hues.size;
  });

test.for(["light", "dark"] as const)("tells people apart by their hue, on %s paper", async (colorScheme) => {
  await page.emulateMedia({ colorScheme });
  // The browser tells the page of the other paper in its next frame, before whoever asked for that frame.
  await page.evaluate(draw, 1);
  expect(await countHues()).toBeGreaterThanOrEqual(4);
});

test("is the icon of the tab while it trains", async () => {
  await page.waitForFunction(() =>
    document.querySelector<HTMLLinkElement>('link[rel~="icon"]')?.href.startsWith("data:image/png"),
  );
});
