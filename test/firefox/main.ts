/**
 * `npx tsx test/firefox/main.ts [firefox-esr]`: the conformance probe in a Firefox that is installed on this computer. Not
 * part of `npm test`, because Playwright drives only its own Firefox. Exits with 1 when the bits differ.
 */
import { spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { createServer, type ViteDevServer } from "vite";
import { EXACT_PROFILE } from "../../shared/training/exact-profile.ts";

const ROOT = join(import.meta.dirname, "../..");
const [program = "firefox-esr"] = process.argv.slice(2);

/** What the page sends. */
const results = new EventEmitter();

async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const result = await json(request);
  response.end();
  results.emit("result", result);
}

const server = await createServer({
  configFile: false,
  root: ROOT,
  cacheDir: join(ROOT, "node_modules/.vite-firefox"),
  optimizeDeps: { exclude: ["onnxruntime-web"], entries: ["test/firefox/probe.html", "worker/engine/*.ts"] },
  server: {
    headers: {
      "Cross-Origin-Opener-Policy": "same-origin",
      "Cross-Origin-Embedder-Policy": "require-corp",
    },
  },
  plugins: [
    {
      name: "result",
      configureServer: ({ middlewares }: ViteDevServer) => {
        middlewares.use("/result", (request, response) => void receive(request, response));
      },
    },
  ],
});
await server.listen();

const profile = await mkdtemp(join(tmpdir(), "tabloom-firefox-"));
const url = `${server.resolvedUrls?.local[0]}test/firefox/probe.html`;
const firefox = spawn(program, ["--headless", "--no-remote", "--profile", profile, url]);
firefox.on("error", (error) => results.emit("error", error));
const [{ userAgent, hashes }] = (await once(results, "result")) as [
  { userAgent: string; hashes: readonly string[] },
];
firefox.kill();
await once(firefox, "exit");
await server.close();
await rm(profile, { recursive: true, force: true });

const lines = hashes.map((hash, index) => {
  const verdict = hash === EXACT_PROFILE.parametersHash ? "as in Node" : "NOT as in Node";
  return `${index + 1} thread(s): ${hash}, ${verdict}`;
});
process.stdout.write(`${[userAgent, ...lines].join("\n")}\n`);
process.exitCode = hashes.every((hash) => hash === EXACT_PROFILE.parametersHash) ? 0 : 1;
