/** What Lighthouse says of every screen: its preset for phones, the middle of some runs. */
import { createServer, type AddressInfo } from "node:net";
import { hrefOfScreen, SCREENS } from "../../../web/screens/screen-address.ts";
import { launchBrowser, type App } from "../../support/app.ts";
import { installRivals } from "../engine/packages.ts";
import { median } from "../median.ts";

/** The bars of issue 5, out of 100. */
const BARS = { performance: 95, accessibility: 100, "best-practices": 100 } as const;
type Category = keyof typeof BARS;
const CATEGORIES = Object.keys(BARS) as Category[];

/** As much of Lighthouse's report as is asked for: https://github.com/GoogleChrome/lighthouse/blob/main/docs/understanding-results.md */
interface Report {
  readonly lhr: {
    readonly categories: Readonly<
      Record<
        Category,
        {
          readonly score: number | null;
          readonly auditRefs: readonly { readonly id: string; readonly weight: number }[];
        }
      >
    >;
    readonly audits: Readonly<
      Record<
        string,
        { readonly score: number | null; readonly title: string; readonly numericValue?: number }
      >
    >;
  };
}

type Lighthouse = (
  url: string,
  flags: {
    readonly port: number;
    readonly output: "json";
    readonly onlyCategories: readonly Category[];
    readonly logLevel: "error";
  },
) => Promise<Report>;

/** No dependency of the product: it is installed with what the product is measured against, and has no types before. */
const PACKAGE: string = "lighthouse";

export async function measureJudging(app: App, runs: number) {
  installRivals();
  const { default: judge } = (await import(PACKAGE)) as { readonly default: Lighthouse };
  const port = await freePort();
  const browser = await launchBrowser(`--remote-debugging-port=${port}`);
  try {
    const screens = [];
    for (const screen of SCREENS) {
      const reports: Report[] = [];
      for (let run = 0; run < runs; run++) {
        const url = `${app.origin}/${hrefOfScreen(screen)}`;
        reports.push(
          await judge(url, { port, output: "json", onlyCategories: CATEGORIES, logLevel: "error" }),
        );
      }
      const scores = Object.fromEntries(CATEGORIES.map((name) => [name, scoreOf(reports, name)])) as Record<
        Category,
        number
      >;
      screens.push({ screen, ...scores, paints: paintsOf(reports), failed: failuresOf(reports.at(-1)!) });
    }
    const isMet = screens.every((screen) => CATEGORIES.every((name) => screen[name] >= BARS[name]));
    return { scenario: "judging", runs, screens, isMet };
  } finally {
    await browser.close();
  }
}

const scoreOf = (reports: readonly Report[], name: Category): number =>
  Math.round(median(reports.map(({ lhr }) => (lhr.categories[name].score ?? 0) * 100)));

/** Milliseconds, except for the shift of the layout. */
const paintsOf = (reports: readonly Report[]) =>
  Object.fromEntries(
    [
      "first-contentful-paint",
      "largest-contentful-paint",
      "total-blocking-time",
      "cumulative-layout-shift",
      "speed-index",
    ].map((name) => [name, median(reports.map(({ lhr }) => lhr.audits[name]?.numericValue ?? Number.NaN))]),
  );

/** What keeps a category from its bar. */
const failuresOf = ({ lhr }: Report): readonly string[] =>
  CATEGORIES.flatMap((name) =>
    lhr.categories[name].auditRefs
      .filter(({ id, weight }) => weight > 0 && (lhr.audits[id]?.score ?? 1) < 0.9)
      .map(({ id }) => `${name}: ${lhr.audits[id]?.title ?? id}`),
  );

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}
