/** A browser of its own on a profile that lasts, which can be killed at any moment and opened again. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { chromium, type BrowserContext } from "playwright-core";
import { CHROMIUM_ARGUMENTS, findChromium } from "../../.ci/chromium.mjs";
import { must } from "../../shared/core/assert.ts";

export class ProfileBrowser {
  readonly context: BrowserContext;
  readonly #child: ChildProcess;
  readonly #exit: Promise<unknown>;

  private constructor(child: ChildProcess, exit: Promise<unknown>, context: BrowserContext) {
    this.#child = child;
    this.#exit = exit;
    this.context = context;
  }

  /** @param folder the profile; made when it is not there */
  static async open(folder: string): Promise<ProfileBrowser> {
    const program = must(await findChromium(), "no browser was found");
    const parameters = [
      "--headless",
      "--remote-debugging-port=0",
      `--user-data-dir=${folder}`,
      "about:blank",
    ];
    const child = spawn(program, [...CHROMIUM_ARGUMENTS, ...parameters], { detached: true }); // a group of its own
    const exit = once(child, "exit");
    try {
      const browser = await chromium.connectOverCDP(await readDebuggingAddress(child.stderr));
      return new ProfileBrowser(child, exit, must(browser.contexts()[0], "a browser has a context"));
    } catch (error) {
      killGroup(child);
      throw error;
    }
  }

  /** With all its processes, at once: nobody in it can do anything any more. */
  async kill(): Promise<void> {
    killGroup(this.#child);
    await this.#exit;
  }
}

function killGroup({ pid }: ChildProcess): void {
  process.kill(-must(pid, "the browser was not started"), "SIGKILL");
}

/** What the browser says when it has started. */
async function readDebuggingAddress(stderr: Readable): Promise<string> {
  let output = "";
  for await (const text of stderr.setEncoding("utf8")) {
    output += String(text);
    const found = /DevTools listening on (ws:\S+)/.exec(output)?.[1];
    if (found !== undefined) return found;
  }
  throw new Error(`the browser ended: ${output}`);
}
