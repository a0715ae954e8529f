/** What the widget costs a page whose visitors leave it alone. */
import { loaderSnippet } from "../../../shared/protocol/embed-snippet.ts";
import type { App } from "../../support/app.ts";
import { EmbedHost } from "../../support/embed-host.ts";
import { watchEmbeds } from "../../support/embed-watch.ts";
import { KEEP_NAMES } from "../app/keep-names.ts";
import { measureMainThread } from "./main-thread.ts";

/** The bars of issue 6. */
const BARS = { loaderBytes: 6_000, frameBytes: 15_000, mainThreadMs: 10 } as const;

/** Of the main threads: one visit says little. */
const VISITS = 11;

export async function measureQuiet(app: App, seconds: number) {
  const host = await EmbedHost.open();
  const context = await app.browser.newContext();
  await context.addInitScript(KEEP_NAMES);
  const watch = await watchEmbeds(context);
  const page = await context.newPage();
  const requests: { readonly path: string; readonly atMs: number; bytes: number }[] = [];
  const startMs = performance.now();
  page.on("requestfinished", async (request) => {
    const entry = { path: new URL(request.url()).pathname, atMs: performance.now() - startMs, bytes: 0 };
    if (request.url().startsWith(app.origin)) requests.push(entry);
    const { responseBodySize, responseHeadersSize } = await request.sizes();
    entry.bytes = responseBodySize + responseHeadersSize;
  });
  const snippet = loaderSnippet(`${app.origin}/`, { size: "card" }, "");
  await page.goto(host.put({ markup: snippet.replace(" integrity", "") }));
  await page.waitForTimeout(seconds * 1_000);
  const isLoader = (path: string) => path.startsWith("/embed/1/");
  const sum = (isOf: (path: string) => boolean) =>
    requests.filter(({ path }) => isOf(path)).reduce((total, { bytes }) => total + bytes, 0);
  const [loaderBytes, frameBytes] = [sum(isLoader), sum((path) => !isLoader(path))];
  const [workers, late] = [page.workers().length, requests.filter(({ atMs }) => atMs > 5_000)];
  await context.close();
  const mainThread = await measureMainThread(app, host, { seconds, visits: VISITS });
  await host.close();
  return {
    scenario: "quiet",
    seconds,
    signs: watch.signs,
    workers,
    loaderBytes,
    frameBytes,
    mainThread,
    late,
    requests,
    isMet:
      watch.signs.length + workers + late.length === 0 &&
      loaderBytes <= BARS.loaderBytes &&
      frameBytes <= BARS.frameBytes &&
      mainThread.addedMs <= BARS.mainThreadMs,
  };
}
