/** The widget on every kind of page that people have: it offers itself, or says why it does not. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { BrowserContext, Frame, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { iframeSnippet, loaderSnippet } from "../../shared/protocol/embed-snippet.ts";
import { type App, openApp } from "../support/app.ts";
import { draw } from "../support/draw.ts";
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

/** The browser knows only of a frame that it has drawn that a click belongs to it: else the host would get it. */
async function decline(frame: Frame): Promise<void> {
  for (const drawing of [frame, frame.page().mainFrame()]) await drawing.evaluate(draw, 2);
  await frame.getByRole("button", { name: "No thanks" }).click();
}

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

  test.each(hosts)("%s shows the offer, and is told what becomes of it", async (_name, page) => {
    const tab = await visit(page());
    const frame = await widgetFrame(tab);
    await frame.getByText(OFFER).waitFor();
    expect(await frame.evaluate(() => typeof SharedArrayBuffer)).toBe("function"); // isolated by itself
    expect(await told(tab)).toEqual([]);
    await decline(frame);
    await expect.poll(() => told(tab)).toEqual([{ state: "declined", steps: 0 }]);
    await tab.close();
  });

  test("whose frame begins anew is told that it offers itself again", async () => {
    const tab = await visit({ markup: withLoader(ELEMENT) });
    await decline(await widgetFrame(tab));
    await expect.poll(() => told(tab)).toHaveLength(1);
    const again = tab.waitForEvent("framenavigated");
    await tab.frames()[1]!.evaluate(() => location.reload());
    await again;
    await expect.poll(() => told(tab)).toHaveLength(2);
    await decline(await widgetFrame(tab));
    await expect.poll(() => told(tab)).toHaveLength(3);
    await tab.evaluate(() => document.querySelector("tabloom-donate")!.setAttribute("theme", "dark"));
    const states = ["declined", "offer", "declined", "offer"];
    await expect.poll(() => told(tab)).toEqual(states.map((state) => ({ state, steps: 0 })));
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
    await expect.poll(async () => (await texts()).join()).toContain("50\u00a0MB");
    await tab.close();
  });
});

describe(`10,000 messages (seed ${SEED})`, () => {
  test("from the host and from a frame beside it change nothing in the frame, nor do a frame's in the host", async () => {
    const beside = host.put({ markup: "" }).replace("127.0.0.1", "localhost");
    const tab = await visit({
      markup: withLoader(`${ELEMENT}<iframe id="beside" src="${beside}"></iframe>`),
    });
    const frame = await widgetFrame(tab);
    await frame.getByText(OFFER).waitFor();
    const before = await frame.evaluate(() => document.body.innerHTML);
    const besideFrame = tab.frames().find((each) => each.url() === beside)!;
    await tab.evaluate(sendTo("top.frames[0]"));
    await besideFrame.evaluate(sendTo("top.frames[0]"));
    await frame.evaluate(() => new Promise((resolve) => void setTimeout(resolve))); // all of them have come
    expect(await frame.evaluate(() => document.body.innerHTML)).toBe(before);
    await besideFrame.evaluate(sendTo("top"));
    await tab.evaluate(sendTo("top"));
    await tab.evaluate(() => new Promise((resolve) => void setTimeout(resolve)));
    for (const sender of [tab.mainFrame(), besideFrame])
      expect(await sender.evaluate(() => (globalThis as unknown as { seen: unknown[] }).seen)).toEqual([]);
    expect(await told(tab)).toEqual([]);
    await decline(frame);
    await expect.poll(() => told(tab)).toHaveLength(1);
    await tab.close();
  });

  test("from a frame that is not ours change nothing in the loader, but for those that are right", async () => {
    const evil = `<script>
        const next = (${fuzzHostMessages.toString()})(${SEED});
        const hello = { v: 1, type: "hello" };
        const news = { v: 1, type: "state", state: "training", steps: 7 };
        for (let i = 0; i < 10000; i++) {
          const { data, isHello } = next();
          const [first, second] = [new MessageChannel(), new MessageChannel()];
          if (i % 2) parent.postMessage(isHello ? null : data, "*", [first.port2]);
          else parent.postMessage(hello, "*", i % 4 ? [] : [first.port2, second.port2]);
          for (const { port1 } of [first, second]) port1.postMessage(news);
        }
        const { port1, port2 } = new MessageChannel();
        parent.postMessage(hello, "*", [port2]);
        for (let i = 0; i < 10000; i++) { const { data, isState } = next(); if (!isState) port1.postMessage(data); }
        port1.postMessage({ ...news, state: "declined", steps: 3 });
      </script>`;
    host.serve("/embed/1/embed.js", LOADER, "text/javascript");
    host.serve("/embed", Buffer.from(evil), "text/html");
    const tab = await visit({
      markup: `<script src="/embed/1/embed.js"></script><tabloom-donate></tabloom-donate>`,
    });
    await expect.poll(() => told(tab)).toEqual([{ state: "declined", steps: 3 }]); // the last one, and the only one that is right
    await tab.close();
  });
});

/** A script that sends 5,000 messages there, near misses and hellos with ports, and keeps what comes back over those as `seen`. */
const sendTo = (target: string) =>
  `(() => { const next = (${fuzzHostMessages.toString()})(${SEED}); globalThis.seen ??= [];
    for (let i = 0; i < 5000; i++) { const { port1, port2 } = new MessageChannel(); port1.onmessage = (e) => seen.push(e.data);
      if (i % 7 === 0) port1.postMessage({ v: 1, type: "state", state: "training", steps: 7 });
      ${target}.postMessage(i % 7 ? next().data : { v: 1, type: "hello" }, "*", i % 2 ? [port2] : []); } })()`;
