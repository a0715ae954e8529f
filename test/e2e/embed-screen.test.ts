/** The screen for site owners, on the built page. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import Axe from "axe-core";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type App, openApp, WEB_FOLDER } from "../support/app.ts";
import { ALL_RULES, COLOR_RULES, violations } from "../support/axe-violations.ts";

/**
 * Version 1 of the loader. Pages hold it to this, so once it is released another file needs another number: keep this one as it was built in
 * web/public/embed/1/, and give the new one the next number.
 */
const LOADER_1 = "sha384-KafbYU7xDtGrv3CiMjQFIF6tMFSHfVeuovDa3ITZfyRVcu7ef9cwaRgRmfv0bFB5";

let app: App;
let page: Page;

beforeAll(async () => {
  app = await openApp();
  page = await (await app.browser.newContext()).newPage();
  await page.goto(`${app.origin}/#/embed`);
});

afterAll(() => app.close());

const lines = (testId: string) => page.getByTestId(testId).innerText();

test("the loader is version 1, to the last bit", async () => {
  const file = await readFile(join(WEB_FOLDER, "embed/1/embed.js"));
  expect(`sha384-${createHash("sha384").update(file).digest("base64")}`).toBe(LOADER_1);
});

test("writes the lines for a page, with the hash of what this server sends", async () => {
  await page.getByTestId("embed-lines").getByText(LOADER_1).waitFor();
  await page.getByTestId("embed-size-bar").check();
  await page.getByTestId("embed-theme-dark").check();
  await page.getByTestId("embed-language").selectOption("de");
  await page.getByTestId("embed-cap").selectOption("10");
  expect(await lines("embed-lines")).toContain('<tabloom-donate size="bar" theme="dark" lang="de" cap="10">');
  await page.getByTestId("embed-way-frame").check();
  await page.getByTestId("embed-lines").getByText("<iframe").waitFor();
  expect(await lines("embed-lines")).toContain(
    `${app.origin}/embed?size=bar&amp;theme=dark&amp;lang=de&amp;cap=10`,
  );
  await page.getByTestId("embed-way-link").check();
  await page.getByTestId("embed-lines").getByText("<a href").waitFor();
});

test("shows the widget as it will be", async () => {
  const frame = page.frameLocator("iframe");
  await frame.getByRole("button", { name: "Spende starten" }).waitFor();
  await page.getByTestId("embed-size-card").check();
  await page.getByTestId("embed-language").selectOption("ar");
  await frame.getByRole("button", { name: "ابدأ التبرّع" }).waitFor();
});

test("reads the headers of a page", async () => {
  const text = page.getByTestId("embed-header-text");
  const findings = page.getByTestId("embed-header-findings");
  await text.fill("content-security-policy: default-src 'self'");
  await findings.getByText(`frame-src ${app.origin}`).waitFor();
  await text.fill("content-type: text/html");
  await findings.getByText("Nothing in these headers stands in the way.").waitFor();
});

test("has nothing that axe would find, in any language and theme", async () => {
  await page.getByTestId("embed-header-text").fill("content-security-policy: default-src 'self'");
  for (const locale of ["en", "ar"]) {
    await page.evaluate(Axe.source);
    const found = await violations(page, `embed in ${locale}`, [
      { width: 1280, colorScheme: "light", rules: ALL_RULES },
      { width: 360, colorScheme: "dark", rules: ALL_RULES },
      { width: 768, colorScheme: "light", hasForcedColors: true, rules: COLOR_RULES },
    ]);
    expect(found).toEqual([]);
    await page.goto(`${app.origin}/#/settings`);
    await page.getByTestId("language").selectOption("ar");
    await page.locator("html[lang=ar]").waitFor(); // its messages come as a file
    await page.goto(`${app.origin}/#/embed`);
    await page.getByTestId("embed-choice").waitFor();
  }
});
