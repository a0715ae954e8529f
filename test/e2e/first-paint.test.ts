/** What a visitor on a slow line sees before the program is there. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type App, openApp } from "../support/app.ts";

let app: App;

beforeAll(async () => {
  app = await openApp();
});

afterAll(() => app.close());

/** The name: what it is made of, and where it stands. */
const wordmark = (page: Page) =>
  page.locator(".wordmark").evaluate((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return {
      html: element.outerHTML.replaceAll(/\s+/g, " ").replaceAll("> ", ">").replaceAll(" <", "<"),
      x,
      y,
      width,
      height,
    };
  });

test.each([360, 768, 1440])(
  "at %i px the name is there before the program, and stays where it is",
  async (width) => {
    const context = await app.browser.newContext({ viewport: { width, height: 800 } });
    const waiting = await context.newPage();
    await waiting.route("**/assets/*.js", (route) => route.abort());
    await waiting.goto(app.origin);
    expect(await waiting.locator("#app nav").count()).toBe(0);
    const before = await wordmark(waiting);
    const page = await context.newPage();
    await page.goto(app.origin);
    await page.locator("#app nav").waitFor();
    expect(await wordmark(page)).toEqual(before);
    await context.close();
  },
);

test("where no scripts run, the page says what it needs", async () => {
  const context = await app.browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(app.origin);
  expect(await page.locator("noscript").boundingBox()).not.toBeNull();
  await context.close();
});
