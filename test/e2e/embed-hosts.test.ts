/** The widget on every kind of page that people have: it offers itself, or says why it does not. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { iframeSnippet, loaderSnippet } from "../../shared/protocol/embed-snippet.ts";
import { type App, openApp } from "../support/app.ts";
import { EmbedHost, type HostPage, widgetFrame } from "../support/embed-host.ts";
import { fuzzHostMessages } from "../support/host-message-fuzz.ts";

const LOADER = readFileSync(join(import.meta.dirname, "../../dist/web/embed/1/embed.js"));
const INTEGRITY = `sha384-${createHash("sha384").update(LOADER).digest("base64")}`;
const OFFER = "Donate computing to an open AI model";
const SEED = 20_261_128;

let app: App;
let host: EmbedHost;
let context: BrowserContext;

beforeAll(async () => {
  [app, host] = await Promise.all([openApp(), EmbedHost.open()]);
  context = await app.browser.newContext();
  await context.addInitScript(() => {
    const told: unknown[] = [];
    Object.assign(globalThis, { told });
    addEventListener("tabloom-state", ({ detail }: CustomEventInit) => void told.push(detail), true);
  });
});

afterAll(async () => {
  await host.close();
  await app.close();
});

async function visit(page: HostPage): Promise<Page> {
  const tab = await context.newPage();
  await tab.goto(host.put(page));
  return tab;
}

/** The whole of what a page that loads the loader holds. */
const withLoader = (rest: string) => `<script src="${app.origin}/embed/1/embed.js"></script>${rest}`;
const ELEMENT = '<tabloom-donate lang="en"></tabloom-donate>';

const told = (page: Page): Promise<unknown> =>
  page.evaluate(() => (globalThis as unknown as { told: unknown[] }).told);

describe("a host", () => {
  const hosts: readonly [string, () => HostPage][] = [
    ["without any headers", () => ({ markup: withLoader(ELEMENT) })],
    [
      "with a strict policy",
      () => ({
        markup: loaderSnippet(`${app.origin}/`, { size: "card", lang: "en" }, INTEGRITY).replace(
          "async",
          "async nonce=n1",
        ),
        headers: {
          "Content-Security-Policy": `default-src 'none'; script-src 'nonce-n1'; frame-src ${app.origin}`,
        },
      }),
    ],
    [
      "that isolates itself",
      () => ({
        markup: loaderSnippet(`${app.origin}/`, { size: "card", lang: "en" }, INTEGRITY),
        headers: {
          "Cross-Origin-Opener-Policy": "same-origin",
          "Cross-Origin-Embedder-Policy": "require-corp",
        },
      }),
    ],
    [
      "that keeps others from opening it",
      () => ({ markup: withLoader(ELEMENT), headers: { "Cross-Origin-Opener-Policy": "same-origin" } }),
    ],
    [
      "that names itself to nobody",
      () => ({ markup: withLoader(ELEMENT), headers: { "Referrer-Policy": "no-referrer" } }),
    ],
    [
      "that allows nothing",
      () => ({
        markup: withLoader(ELEMENT),
        headers: { "Permissions-Policy": "compute-pressure=(), cross-origin-isolated=()" },
      }),
    ],
    [
      "with a shadow root",
      () => ({
        markup: withLoader(
          `<div id="h"></div><script>h.attachShadow({ mode: "open" }).innerHTML = '${ELEMENT}'; h.shadowRoot.addEventListener("tabloom-state", (e) => told.push(e.detail))</script>`,
        ),
      }),
    ],
    [
      "whose editor allows no elements",
      () => ({ markup: withLoader('<div data-tabloom-donate data-lang="en"></div>') }),
    ],
    [
      "that builds itself",
      () => ({
        markup: withLoader('<div id="h"></div><script>tabloomDonate.render(h, { lang: "en" })</script>'),
      }),
    ],
    ["that loads the loader twice", () => ({ markup: withLoader(withLoader(ELEMENT)) })],
  ];

  test.each(hosts)("%s shows the offer, and is told so", async (_name, page) => {
    const tab = await visit(page());
    const frame = await widgetFrame(tab);
    await frame.getByText(OFFER).waitFor();
    await expect.poll(() => told(tab)).toEqual([{ state: "offer", steps: 0 }]);
    expect(await frame.evaluate(() => typeof SharedArrayBuffer)).toBe("function"); // isolated by itself
    await tab.close();
  });

  test("with the plain frame needs no script", async () => {
    const tab = await visit({
      markup: iframeSnippet(`${app.origin}/`, { size: "card", lang: "en" }),
      headers: {
        "Content-Security-Policy": `default-src 'none'; frame-src ${app.origin}; style-src 'unsafe-inline'`,
      },
    });
    await (await widgetFrame(tab)).getByText(OFFER).waitFor();
    await tab.close();
  });

  test.each([
    ["1", "1 MB"],
    ["49", "49 MB"],
    ["51", "50 MB"],
    ["999", "50 MB"],
    ["0", "50 MB"],
  ])("that caps the data at %s gets an offer of %s", async (cap, said) => {
    const tab = await visit({
      markup: withLoader(`<tabloom-donate lang="en" cap="${cap}"></tabloom-donate>`),
    });
    await (await widgetFrame(tab)).getByText(`up to ${said} an hour`).waitFor();
    await tab.close();
  });

  test("within a frame is told why it cannot", async () => {
    const tab = await visit({
      markup: `<iframe src="${host.put({ markup: withLoader(ELEMENT) })}"></iframe>`,
    });
    await (await widgetFrame(tab)).getByText("This widget works only directly on a page.").waitFor();
    await tab.close();
  });

  test.each([
    [
      "of the frame",
      () => ({ markup: `<iframe sandbox="allow-scripts" src="${app.origin}/embed?lang=en"></iframe>` }),
    ],
    [
      "of its own",
      () => ({
        markup: withLoader(ELEMENT),
        headers: { "Content-Security-Policy": "sandbox allow-scripts" },
      }),
    ],
  ])("with a sandbox %s that takes origins away is told nothing, and nothing runs", async (_name, page) => {
    const tab = await visit(page()); // it has loaded
    expect([await told(tab), tab.workers()]).toEqual([[], []]);
    await tab.close();
  });

  test("that hides it at first shows the offer later", async () => {
    const hidden = await visit({ markup: withLoader(`<div id="h" style="display:none">${ELEMENT}</div>`) });
    await hidden.evaluate(() => document.getElementById("h")!.removeAttribute("style"));
    await (await widgetFrame(hidden)).getByText(OFFER).waitFor();
    await hidden.close();
  });

  test("that names a project, a size and a language gets those, and its nonsense is left out", async () => {
    const tab = await visit({
      markup: withLoader('<tabloom-donate lang="ar" size="bar" cap="3"></tabloom-donate>'),
    });
    const frame = await widgetFrame(tab);
    await frame.getByText("٣").or(frame.getByText("3")).first().waitFor();
    expect(
      await frame.evaluate(() => [document.documentElement.dir, document.documentElement.dataset["size"]]),
    ).toEqual(["rtl", "bar"]);
    await tab.evaluate(() => {
      const widget = document.querySelector("tabloom-donate")!;
      for (const name of ["lang", "size", "cap", "theme"]) widget.setAttribute(name, "9".repeat(300));
    });
    const texts = () => {
      const frames = tab.frames().slice(1);
      return Promise.all(frames.map((each) => each.evaluate(() => document.body.innerText).catch(() => "")));
    };
    await expect.poll(async () => (await texts()).join(), { timeout: 30_000 }).toContain("50 MB");
    await tab.close();
  });
});

describe(`10,000 messages (seed ${SEED})`, () => {
  test("from the host and from a frame beside it change nothing in the frame", async () => {
    const beside = host.put({ markup: "" }).replace("127.0.0.1", "localhost");
    const tab = await visit({
      markup: withLoader(`${ELEMENT}<iframe id="beside" src="${beside}"></iframe>`),
    });
    const frame = await widgetFrame(tab);
    await frame.getByText(OFFER).waitFor();
    await expect.poll(() => told(tab)).toHaveLength(1);
    const before = await frame.evaluate(() => document.body.innerHTML);
    const send = (source: string) =>
      `(() => { const next = (${source})(${SEED}); const seen = []; const widget = top.frames[0];
        for (let i = 0; i < 5000; i++) { const { port1, port2 } = new MessageChannel(); port1.onmessage = (e) => seen.push(e.data);
          widget.postMessage(i % 7 ? next().data : { v: 1, type: "hello" }, "*", i % 2 ? [port2] : []); }
        globalThis.seen = seen; })()`;
    const script = send(fuzzHostMessages.toString());
    await tab.evaluate(script);
    const besideFrame = tab.frames().find((each) => each.url() === beside)!;
    await besideFrame.evaluate(script);
    await frame.evaluate(() => new Promise((resolve) => void setTimeout(resolve))); // all of them have come
    expect(await frame.evaluate(() => document.body.innerHTML)).toBe(before);
    for (const sender of [tab.mainFrame(), besideFrame])
      expect(await sender.evaluate(() => (globalThis as unknown as { seen: unknown[] }).seen)).toEqual([]);
    expect(await told(tab)).toHaveLength(1);
    await tab.close();
  });

  test("from a frame that is not ours change nothing in the loader", async () => {
    const evil = `<script>addEventListener("message", ({ ports: [port], source }) => {
        const next = (${fuzzHostMessages.toString()})(${SEED});
        for (let i = 0; i < 10000; i++) { const { data, isState } = next(); if (isState) continue; port.postMessage(data); source.postMessage(data, "*"); }
        port.postMessage({ v: 1, type: "state", state: "declined", steps: 3 });
      }, { once: true })</script>`;
    host.serve("/embed/1/embed.js", LOADER, "text/javascript");
    host.serve("/embed", Buffer.from(evil), "text/html");
    const tab = await visit({
      markup: `<script src="/embed/1/embed.js"></script><tabloom-donate></tabloom-donate>`,
    });
    await expect.poll(() => told(tab)).toEqual([{ state: "declined", steps: 3 }]); // the last one, and the only one that is right
    await tab.close();
  });
});
