/** The built app on a real server, and a real browser: what every end-to-end test starts from. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Browser } from "playwright-core";
import { CHROMIUM_ARGUMENTS, findChromium } from "../../.ci/chromium.mjs";
import { startServer } from "../../signaling-server/server.ts";

const WEB_FOLDER = join(import.meta.dirname, "../../dist/web");

export interface App {
  /** For example "http://localhost:41234". */
  readonly origin: string;
  readonly browser: Browser;
  close(): Promise<void>;
}

export async function launchBrowser(): Promise<Browser> {
  const executablePath = await findChromium();
  return chromium.launch({ args: CHROMIUM_ARGUMENTS, ...(executablePath ? { executablePath } : {}) });
}

/** @throws when the app is not built: `npm run build` */
export async function openApp(): Promise<App> {
  if (!existsSync(join(WEB_FOLDER, "index.html"))) throw new Error("The app is not built: npm run build");
  const server = await startServer({ port: 0, webFolder: WEB_FOLDER });
  const browser = await launchBrowser();
  return {
    origin: `http://localhost:${server.port}`,
    browser,
    async close() {
      await browser.close();
      await server.stop();
    },
  };
}
