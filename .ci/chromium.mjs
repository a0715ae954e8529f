/**
 * Finds a Chromium for the browser tests, and gets one where there is none. Debian's and Chrome's full browsers are
 * preferred to Playwright's headless shell, which lacks WebGPU.
 */
import { execFileSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const COMMANDS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The path of an installed browser: CHROME_PATH, else the first on PATH, else one that Playwright downloaded earlier. */
export async function findChromium() {
  const chosen = process.env["CHROME_PATH"];
  if (chosen) {
    if (!isExecutable(chosen)) throw new Error(`CHROME_PATH is ${chosen}, which is not an executable file.`);
    return chosen;
  }
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const onPath = folders
    .flatMap((folder) => COMMANDS.map((command) => join(folder, command)))
    .find(isExecutable);
  if (onPath) return onPath;
  const { chromium } = await import("playwright-core");
  return existsSync(chromium.executablePath()) ? chromium.executablePath() : undefined;
}

/** Like findChromium, but installs one where there is none: Debian's package when we may, else Playwright's download. */
export async function ensureChromium() {
  const found = await findChromium();
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync("/etc/debian_version")) {
    try {
      execFileSync("apt-get", ["update", "-qq"], { stdio: "inherit" });
      execFileSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], {
        stdio: "inherit",
      });
    } catch {
      console.error("apt-get could not install chromium; trying Playwright's download instead.");
    }
  }
  if (!(await findChromium())) {
    execFileSync(process.execPath, ["node_modules/playwright-core/cli.js", "install", "chromium"], {
      stdio: "inherit",
    });
  }
  const installed = await findChromium();
  if (!installed) throw new Error("There is no Chromium. Install one, or set CHROME_PATH to its executable.");
  return installed;
}

/**
 * Arguments for every browser that tests start. The first group keeps the browser off the network and off first-run
 * dialogs; the second gives WebGPU without a GPU (SwiftShader), the third
 * WebRTC on one machine.
 */
export const CHROMIUM_ARGUMENTS = [
  "--no-sandbox", // tests run as root in containers
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--enable-unsafe-webgpu",
  "--use-webgpu-adapter=swiftshader",
  "--enable-unsafe-swiftshader",
  "--allow-loopback-in-peer-connection", // two tabs of one machine without a network
  "--disable-features=WebRtcHideLocalIpsWithMdns", // which would need a multicast network
];
