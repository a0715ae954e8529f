/** The built app on a real server, and a real browser: what every end-to-end test starts from. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Browser } from "playwright-core";
import { CHROMIUM_ARGUMENTS, findChromium } from "../../.ci/chromium.mjs";
import { startServer } from "../../signaling-server/server.ts";

/** What the build makes. */
export const WEB_FOLDER = join(import.meta.dirname, "../../dist/web");

export interface App {
  /** For example "http://localhost:41234". */
  readonly origin: string;
  readonly browser: Browser;
  /** The server goes away; tabs that are open stay open. */
  stopServer(): Promise<void>;
  /** It is back where it was. */
  restartServer(): Promise<void>;
  close(): Promise<void>;
}

/** @param extraArguments of Chromium's command line */
export async function launchBrowser(...extraArguments: readonly string[]): Promise<Browser> {
  const executablePath = await findChromium();
  const args = [...CHROMIUM_ARGUMENTS, ...extraArguments];
  return chromium.launch({ args, ...(executablePath ? { executablePath } : {}) });
}

/** @throws when the app is not built: `npm run build` */
export async function openApp(...browserArguments: readonly string[]): Promise<App> {
  if (!existsSync(join(WEB_FOLDER, "index.html"))) throw new Error("The app is not built: npm run build");
  return openAppIn(WEB_FOLDER, ...browserArguments);
}

/** @param webFolder a page that was built */
export async function openAppIn(webFolder: string, ...browserArguments: readonly string[]): Promise<App> {
  const serve = (port: number) => startServer({ port, webFolder });
  let server = await serve(0);
  const { port } = server;
  const browser = await launchBrowser(...browserArguments);
  return {
    origin: `http://localhost:${port}`,
    browser,
    stopServer: () => server.stop(),
    async restartServer() {
      server = await serve(port);
    },
    async close() {
      await browser.close();
      await server.stop();
    },
  };
}
