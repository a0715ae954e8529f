/**
 * The page's build, and the three Vitest projects. The page is built from web/ into dist/web; workers are ES modules,
 * and the WASM of ONNX Runtime becomes a hashed asset of our own origin, because nothing may come from a CDN.
 */
import { join } from "node:path";
import react from "@vitejs/plugin-react";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { CHROMIUM_ARGUMENTS, findChromium } from "./.ci/chromium.mjs";
import { messages } from "./.ci/messages.mjs";
import { precompress } from "./.ci/precompress.mjs";
import { webApp } from "./.ci/web-app.mjs";
import packageJson from "./package.json" with { type: "json" };

/** Without these two the browser gives no SharedArrayBuffer, hence no threads in WASM. */
const isolationHeaders = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/**
 * A file of its own for each bundle of ONNX Runtime, because each of the runtime's threads runs the file that holds it:
 * in one file with our worker, our worker would start once more in every thread ("memory access out of bounds").
 */
const runtimeChunk = {
  test: /onnxruntime-web\/dist\/ort\.\w+\.bundle/,
  name: (id: string) => (id.includes("webgpu") ? "ort-webgpu" : "ort-wasm"),
};

const MODEL_WORKER = join(import.meta.dirname, "worker/model/model-worker.ts");

/** What Rolldown tells of a module. */
interface Modules {
  getModuleInfo(id: string): { readonly isEntry: boolean; readonly importers: readonly string[] } | null;
}

/**
 * The packages of the model worker apart from its entry: else Rolldown's helpers, which they share with the runtime, would lie in the entry, and the
 * runtime's file would load our worker.
 */
const modelPartsChunk = {
  test: /node_modules\/(?!onnxruntime)/,
  name: (_id: string, modules: Modules) => (modules.getModuleInfo(MODEL_WORKER) ? "model-parts" : null),
};

/** Whether an entry reaches a module by static imports: then everybody who opens that entry needs it, at once. */
function isReached(from: RegExp, id: string, modules: Modules, seen = new Set<string>()): boolean {
  const info = modules.getModuleInfo(id);
  if (info === null || seen.has(id)) return false;
  seen.add(id);
  return (
    (info.isEntry && from.test(id)) ||
    info.importers.some((importer) => isReached(from, importer, modules, seen))
  );
}

const PAGE_ENTRY = /\/(main\.tsx|index\.html)$/;
const ANY_ENTRY = /\.(tsx?|html)$/;
const FRAME_ENTRY = /\/(frame\.ts|embed\.html)$/;

const isOfPage = (id: string, modules: Modules) => isReached(PAGE_ENTRY, id, modules);
const isOfFrame = (id: string, modules: Modules) => isReached(FRAME_ENTRY, id, modules);

/** Whether something imports a module of the frame that is not of the frame itself, directly or through others. */
function isNeededElsewhere(id: string, modules: Modules, seen = new Set<string>()): boolean {
  if (seen.has(id)) return false;
  seen.add(id);
  return (modules.getModuleInfo(id)?.importers ?? []).some(
    (importer) => !isOfFrame(importer, modules) || isNeededElsewhere(importer, modules, seen),
  );
}

/**
 * The little that the frame shares with the page and its screens, in a file of its own: else the frame would load the page's shell for it, or a screen the
 * frame's file, with its style sheet.
 */
const commonChunk = {
  debugName: "common",
  name: (id: string, modules: Modules) =>
    isOfFrame(id, modules) && isNeededElsewhere(id, modules) ? "common" : null,
  priority: 2, // before the shell, which would take what it needs along
};

/**
 * In one file, which compresses better than the thirty that later parts of the page would else cut out of it. The entry stays
 * apart: Vite would put a file of nothing but imports into index.html, and .ci/size.mjs would not find the shell.
 */
const shellChunk = {
  debugName: "shell",
  name: (id: string, modules: Modules) => (!PAGE_ENTRY.test(id) && isOfPage(id, modules) ? "shell" : null),
  priority: 1, // before what only later parts need
};

/** What links need too, which are opened before most screens: apart from the screens' own. */
const digestChunk = {
  debugName: "digest",
  test: /noble|shared\/core\/(bytes|hash)/,
  name: "digest",
  minShareCount: 2,
};

/** What several screens need, in one file: on a slow line each file costs a visitor more by being asked for than by its bytes. */
const screenPartsChunk = {
  debugName: "screen-parts",
  name: (id: string, modules: Modules) =>
    /\/web\/(components|ledger|projects|settings|styles|swarm)\/|english-of-screens/.test(id) &&
    !/english-of-(?!screens)|qr-code|problems/.test(id) &&
    !isReached(ANY_ENTRY, id, modules)
      ? "screen-parts"
      : null,
  minShareCount: 2,
};

/** Tabs of the dev server meet through a server that runs beside it: `npm start`. Without one, a tab trains alone. */
const signalingServer = `http://localhost:${process.env["PORT"] ?? 8787}`;
const signalingProxy = {
  "/peerjs": { target: signalingServer, ws: true },
  "/config.json": signalingServer,
  "/projects.json": signalingServer,
  "/embed.json": signalingServer,
  "/live.json": signalingServer,
  "/badge.svg": signalingServer,
};

/** Files are named after what is in them, but one name is a word that filter lists look for. */
const chunkFileNames = ({ name }: { readonly name: string }) =>
  `assets/${name === "hash" ? "digest" : "[name]"}-[hash].js`;

/** Bundled ahead by the dev server, ONNX Runtime would no longer find the .wasm beside its own file. */
const optimizeDeps = { exclude: ["onnxruntime-web"] };

/** Shown in the settings. The variable is for tests, which need two versions of one source. */
const version = process.env["TABLOOM_VERSION"] ?? packageJson.version;

const executablePath = process.env["VITEST"] ? await findChromium() : undefined;

/** How long `expect.poll` waits: as long as Playwright for anything, and less than any test has. By default it is one second. */
const expect = { poll: { timeout: 30_000 } };

export default defineConfig({
  root: "web",
  base: "./",
  cacheDir: "../node_modules/.vite",
  define: { "import.meta.env.TABLOOM_VERSION": JSON.stringify(version) },
  plugins: [messages(), react(), webApp(), precompress()],
  worker: {
    format: "es",
    rolldownOptions: { output: { codeSplitting: { groups: [runtimeChunk, modelPartsChunk] } } },
  },
  optimizeDeps,
  server: { headers: isolationHeaders, proxy: signalingProxy },
  preview: { headers: isolationHeaders },
  build: {
    outDir: "../dist/web",
    emptyOutDir: true,
    target: "es2022",
    manifest: true, // .ci/size.mjs reads it
    assetsInlineLimit: 0, // one strict content security policy for everything, and no data: URLs in it
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1000,
    rolldownOptions: {
      input: ["index.html", "embed.html", "claim.html"].map((page) => join(import.meta.dirname, "web", page)),
      output: {
        chunkFileNames,
        codeSplitting: { groups: [commonChunk, shellChunk, digestChunk, screenPartsChunk] },
      },
    },
  },
  test: {
    projects: [
      {
        root: import.meta.dirname,
        plugins: [messages()],
        test: {
          name: "unit",
          include: ["test/{unit,contracts,gradients,simulation}/**/*.test.ts"],
          testTimeout: 60_000, // a busy computer is no failure; what hangs is found all the same
          hookTimeout: 60_000, // they wait for as much
          expect,
          maxWorkers: "100%", // one less by default: half the speed where there are two processors
        },
      },
      {
        root: import.meta.dirname,
        cacheDir: "node_modules/.vite",
        plugins: [messages(), react()],
        worker: { format: "es" },
        server: { headers: isolationHeaders },
        optimizeDeps: {
          ...optimizeDeps,
          // All of it is scanned at start, workers too: a dependency found later would reload the page under the tests.
          entries: ["test/browser/**/*.{ts,tsx}", "{shared,web,worker}/**/*.{ts,tsx}", "!worker/cli/**"],
        },
        test: {
          name: "browser",
          globalSetup: "test/support/signaling-control.ts",
          include: ["test/browser/**/*.test.{ts,tsx}"],
          fileParallelism: false, // one quota for all files of the origin, which some of them fill up
          testTimeout: 60_000, // SwiftShader compiles shaders slowly
          hookTimeout: 60_000,
          expect,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { args: CHROMIUM_ARGUMENTS, ...(executablePath ? { executablePath } : {}) },
            }),
            instances: [{ browser: "chromium" }],
          },
        },
      },
      {
        root: import.meta.dirname,
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          expect,
          fileParallelism: false, // two browsers that train at once would starve each other
        },
      },
    ],
  },
});
