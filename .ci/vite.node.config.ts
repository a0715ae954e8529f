/**
 * Compiles the server and the command line to plain JavaScript for Node (dist/node), so that the package needs no
 * TypeScript at run time. Packages stay outside: npm installs them beside.
 */
import { resolve } from "node:path";
import { defineConfig } from "vite";

const ROOT = resolve(import.meta.dirname, "..");

export default defineConfig({
  root: ROOT,
  logLevel: "warn",
  ssr: { external: true },
  build: {
    ssr: true,
    target: "node20",
    outDir: "dist/node",
    emptyOutDir: true,
    minify: false,
    rolldownOptions: {
      input: { server: "signaling-server/main.ts", tabloom: "worker/cli/main.ts" },
      output: { entryFileNames: "[name].js", chunkFileNames: "chunks/[name]-[hash].js" },
    },
  },
});
