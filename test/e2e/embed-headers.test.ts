/** What the server says of the widget, and what a browser makes of it on other people's pages. */
import { createServer, type Server } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { Frame, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { badgeAddress, badgeSnippet, iframeSnippet } from "../../shared/protocol/embed-snippet.ts";
import { badgeSvg } from "../../signaling-server/badge-svg.ts";
import { openApp, type App } from "../support/app.ts";

const ISOLATED = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

let app: App;
let base: string;
let host: Server;
/** Of another site than the app's, which is at localhost. */
let hostOrigin: string;
/** What the next page of the host is. */
let hostPage: { readonly markup: string; readonly headers: Readonly<Record<string, string>> };

beforeAll(async () => {
  app = await openApp();
  base = `${app.origin}/`;
  host = createServer((_request, response) => {
    response.writeHead(200, { "Content-Type": "text/html; charset=utf-8", ...hostPage.headers });
    response.end(`<!doctype html><title>A host</title>${hostPage.markup}`);
  });
  host.listen(0, "127.0.0.1");
  await once(host, "listening");
  hostOrigin = `http://127.0.0.1:${(host.address() as AddressInfo).port}`;
});

afterAll(async () => {
  host.close();
  await app.close();
});

async function openHost(markup: string, headers = {}): Promise<{ page: Page; complaints: string[] }> {
  hostPage = { markup, headers };
  const page = await app.browser.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => /error|warning/.test(message.type()) && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(hostOrigin);
  return { page, complaints };
}

async function frameOf(page: Page): Promise<Frame> {
  const frame = await (await page.waitForSelector("iframe")).contentFrame();
  if (frame === null) throw new Error("the frame has no page");
  await frame.getByRole("button").first().waitFor();
  return frame;
}

describe("the plain frame", () => {
  test.each([
    ["an ordinary host", {}],
    ["a host that is isolated", ISOLATED],
    [
      "a host that lets in frames of ours alone",
      { "Content-Security-Policy": "frame-src http://localhost:*" },
    ],
  ])("is isolated by itself on %s, and nobody complains", async (_host, headers) => {
    const { page, complaints } = await openHost(iframeSnippet(base, { size: "card" }), headers);
    const frame = await frameOf(page);
    expect(await frame.evaluate(() => crossOriginIsolated)).toBe(true);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test("turns no text into code", async () => {
    const { page } = await openHost(iframeSnippet(base, { size: "card" }));
    const frame = await frameOf(page);
    expect(await frame.evaluate(tryTexts)).toEqual([
      "markup: TypeError",
      "script: TypeError",
      "own script: TypeError",
      "worker: TypeError",
    ]);
    await page.close();
  });
});

test("the claim window turns no text into code but addresses of its own program", async () => {
  const page = await app.browser.newPage();
  await page.goto(`${base}claim`);
  await page.locator("[data-testid=claim]").waitFor();
  expect(await page.evaluate(tryTexts)).toEqual([
    "markup: TypeError",
    "script: TypeError",
    "own script was taken",
    "worker: TypeError",
  ]);
  await page.close();
});

/** Runs in a page: what becomes of text that could become code. */
function tryTexts(): readonly string[] {
  const attempts: Readonly<Record<string, () => unknown>> = {
    markup: () => (document.body.innerHTML = "<img>"),
    script: () => (document.createElement("script").src = "https://elsewhere.example/x.js"),
    "own script": () => (document.createElement("script").src = "./x.js"),
    worker: () => new Worker("https://elsewhere.example/x.js"),
  };
  return Object.entries(attempts).map(([name, attempt]) => {
    try {
      attempt();
      return `${name} was taken`;
    } catch (error) {
      return `${name}: ${(error as Error).name}`;
    }
  });
}

test.each(["", "index.html", "claim", "badge.svg"])("/%s is shown in no frame", async (path) => {
  const { page } = await openHost(`<iframe src="${base}${path}"></iframe>`);
  const frame = await (await page.waitForSelector("iframe")).contentFrame();
  await frame?.waitForURL(/^chrome-error:/);
  expect(frame?.url()).toMatch(/^chrome-error:/);
  await page.close();
});

describe("the badge", () => {
  test("is an image on a page that is isolated, too", async () => {
    const { page, complaints } = await openHost(badgeSnippet(base, "tiny"), ISOLATED);
    await page.waitForFunction(() => document.querySelector("img")?.complete);
    const width = await page.evaluate(() => document.querySelector("img")?.naturalWidth);
    expect(width).toBeGreaterThan(100);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test("runs nothing when it is opened by itself", async () => {
    const page = await app.browser.newPage();
    await page.goto(badgeAddress(base, null));
    expect(await page.evaluate(() => globalThis.origin)).toBe("null"); // a sandbox
    await page.close();
  });

  test("has about the room that its letters take", async () => {
    const page = await app.browser.newPage();
    await page.setContent(badgeSvg("Weaving together", "1,234 tabs training now", "light"));
    const ratios = await page.evaluate(() =>
      [...document.querySelectorAll("text")].map((line) => {
        const given = line.textLength.baseVal.value;
        line.removeAttribute("textLength");
        return line.getComputedTextLength() / given;
      }),
    );
    expect(ratios).toHaveLength(2);
    for (const ratio of ratios) expect(Math.abs(ratio - 1)).toBeLessThan(0.1);
    await page.close();
  });
});
