/**
 * What the widget takes of main threads before anybody presses it: of the host page's, and of its own frame's, which browsers with site isolation run in
 * another process. Three pages are loaded one after the other, each in a browser context of its own with nothing cached, and then left alone together: a
 * host's page without a frame, the same page with an empty frame of another site, and the same page with the widget. No debugger is attached to them,
 * because Playwright's own scripts would cost more than the widget's.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { loaderSnippet } from "../../../shared/protocol/embed-snippet.ts";
import type { App } from "../../support/app.ts";
import type { EmbedHost } from "../../support/embed-host.ts";
import { median } from "../median.ts";
import { traceMainThreads } from "./trace-main-threads.ts";

/** Until a page is loaded, and all that it loads. */
const LOADING_MS = 3_000;
/** With a script, as pages have: on a page without one the first script of all would be charged with the whole of JavaScript. */
const TEXT = "<h1>A host</h1><p>Some words of its own.</p><script>document.title = 'A host'</script>";

interface Patience {
  /** That the pages are left alone, all of them together. */
  readonly seconds: number;
  /** To each page. */
  readonly visits: number;
}

/** @returns processor time of all tasks of main threads, in milliseconds: medians of the visits */
export async function measureMainThread(app: App, host: EmbedHost, { seconds, visits }: Patience) {
  const empty = host.put({ markup: "" }).replace("127.0.0.1", "localhost"); // another site than the host
  const frame = `<iframe src="${empty}" width="360" height="320"></iframe>`;
  const loader = loaderSnippet(`${app.origin}/`, { size: "card" }, "").replace(" integrity", "");
  const pages = ["", frame, loader].map((more) => host.put({ markup: TEXT + more }));
  const session = await app.browser.newBrowserCDPSession();
  const contexts: string[] = [];
  const costs = await traceMainThreads(session, async () => {
    for (const url of Array.from({ length: visits }, () => pages).flat()) {
      const { browserContextId } = await session.send("Target.createBrowserContext");
      contexts.push(browserContextId);
      await session.send("Target.createTarget", { url, browserContextId, newWindow: true });
      await sleep(LOADING_MS);
    }
    await sleep(seconds * 1_000);
  });
  for (const browserContextId of contexts)
    await session.send("Target.disposeBrowserContext", { browserContextId });
  await session.detach();
  const medianOf = (isOf: (url: string) => boolean) =>
    median([...costs].filter(([url]) => isOf(url)).flatMap(([, perVisit]) => perVisit));
  const [aloneMs, hostOfEmptyMs, hostOfWidgetMs] = pages.map((page) => medianOf((url) => url === page)) as [
    number,
    number,
    number,
  ];
  const emptyMs = medianOf((url) => url === empty);
  const widgetMs = medianOf((url) => url.startsWith(`${app.origin}/embed`));
  return {
    visits,
    host: { aloneMs, withEmptyFrameMs: hostOfEmptyMs, withWidgetMs: hostOfWidgetMs },
    frame: { emptyMs, widgetMs },
    /** On the host page's main thread, with what any frame of another site costs there. */
    addedMs: hostOfWidgetMs - aloneMs,
    /** On the frame's own main thread, beyond an empty frame's. */
    frameAddedMs: widgetMs - emptyMs,
  };
}
