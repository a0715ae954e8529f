/** Builds the benchmark's page, serves it from this computer and opens it in Chromium. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, type InlineConfig, preview } from "vite";
import { launchBrowser } from "../../support/app.ts";
import type { RaceTrack } from "./race.ts";

export interface OpenedRaceTrack {
  readonly track: RaceTrack;
  readonly browserVersion: string;
  /** Without isolation nobody in the page gets threads. */
  readonly isIsolated: boolean;
  close(): Promise<void>;
}

/** Loading the libraries and compiling their WASM takes seconds; a turn of the slowest contestant up to minutes. */
const TURN_TIMEOUT_MS = 600_000;

export async function openRaceTrack(): Promise<OpenedRaceTrack> {
  const outDir = await mkdtemp(join(tmpdir(), "tabloom-bench-"));
  const config: InlineConfig = {
    configFile: false,
    root: join(import.meta.dirname, "page"),
    logLevel: "error",
    worker: { format: "es" },
    build: { outDir, emptyOutDir: true, target: "es2022", assetsInlineLimit: 0, reportCompressedSize: false },
    // Sends no isolation headers: one thread for every contestant.
    preview: { host: "127.0.0.1", port: 0, open: false },
  };
  await build(config);
  const server = await preview(config);
  const browser = await launchBrowser();
  const close = async () => {
    await browser.close();
    await server.close();
    await rm(outDir, { recursive: true, force: true });
  };
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(TURN_TIMEOUT_MS);
    page.on("pageerror", (error) => console.error(`page: ${error.message}`));
    await page.goto(server.resolvedUrls?.local[0] ?? "");
    await page.waitForFunction("globalThis.raceTrack !== undefined");
    const call = <Answer>(method: keyof RaceTrack, ...inputs: readonly unknown[]): Promise<Answer> =>
      page.evaluate(
        ([name, values]) =>
          (globalThis as unknown as { raceTrack: Record<string, (...inputs: unknown[]) => Promise<Answer>> })
            .raceTrack[name]!(...values),
        [method, inputs] as const,
      );
    const track: RaceTrack = {
      graphics: () => call("graphics"),
      open: (setup) => call("open", setup),
      turn: (contestant, stepCount) => call("turn", contestant, stepCount),
      matmul: (runCount) => call("matmul", runCount),
    };
    const isIsolated = await page.evaluate(() => globalThis.crossOriginIsolated);
    return { track, browserVersion: browser.version(), isIsolated, close };
  } catch (error) {
    await close();
    throw error;
  }
}
