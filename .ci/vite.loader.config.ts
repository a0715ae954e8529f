/** The build of the widget's loader: one script without imports, at an address that names its version (dist/web/embed/1/embed.js). */
import { join } from "node:path";
import { defineConfig } from "vite";
import { precompress } from "./precompress.mjs";

const ROOT = join(import.meta.dirname, "..");

export default defineConfig({
  root: ROOT,
  plugins: [precompress()],
  publicDir: false,
  build: {
    outDir: join(ROOT, "dist/web/embed/1"),
    emptyOutDir: true,
    target: "es2022",
    reportCompressedSize: false,
    lib: {
      entry: join(ROOT, "web/embed/loader/embed.ts"),
      formats: ["iife"],
      name: "tabloom",
      fileName: () => "embed.js",
    },
  },
});
