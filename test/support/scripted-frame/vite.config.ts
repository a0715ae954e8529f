/** The scripted frame, built or served while one works on it. */
import { defineConfig } from "vite";
import { messages } from "../../../.ci/messages.mjs";

export default defineConfig({
  root: import.meta.dirname,
  plugins: [messages()],
  build: { target: "es2022", emptyOutDir: true, reportCompressedSize: false },
  preview: { host: "127.0.0.1", port: 0, open: false },
});
