/** Builds the calibration's page, serves it from this computer and opens it in Chromium. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, type InlineConfig, preview } from "vite";
import { launchBrowser } from "../../support/app.ts";
import type { GpuTrainer } from "./gpu-trainer.ts";

export interface OpenedGpuTrainer {
  readonly trainer: GpuTrainer;
  readonly browserVersion: string;
  close(): Promise<void>;
}

/** What the page leaves in its global scope. */
interface Page {
  readonly gpuTrainer: GpuTrainer;
}

/** @param browserArguments of Chromium's command line, after those of every test */
export async function openGpuTrainer(...browserArguments: readonly string[]): Promise<OpenedGpuTrainer> {
  const outDir = await mkdtemp(join(tmpdir(), "tabloom-tolerance-"));
  const config: InlineConfig = {
    configFile: false,
    root: join(import.meta.dirname, "page"),
    logLevel: "error",
    build: { outDir, emptyOutDir: true, target: "es2022", assetsInlineLimit: 0, reportCompressedSize: false },
    preview: { host: "127.0.0.1", port: 0, open: false },
  };
  await build(config);
  const server = await preview(config);
  const browser = await launchBrowser(...browserArguments);
  const close = async () => {
    await browser.close();
    await server.close();
    await rm(outDir, { recursive: true, force: true });
  };
  try {
    const page = await browser.newPage();
    page.on("pageerror", (error) => console.error(`page: ${error.message}`));
    await page.goto(server.resolvedUrls?.local[0] ?? "");
    await page.waitForFunction("globalThis.gpuTrainer !== undefined");
    const trainer: GpuTrainer = {
      describeDevice: () => page.evaluate(() => (globalThis as unknown as Page).gpuTrainer.describeDevice()),
      train: (job) => page.evaluate((asked) => (globalThis as unknown as Page).gpuTrainer.train(asked), job),
    };
    return { trainer, browserVersion: browser.version(), close };
  } catch (error) {
    await close();
    throw error;
  }
}
