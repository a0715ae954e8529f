/** Builds the scripted page and serves it from this computer. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, type InlineConfig, preview } from "vite";

export interface ScriptedPage {
  /** Its names are in scripted-page/states.ts. A relay is offered, so that there is all that can be there. */
  addressOf(state: string): string;
  close(): Promise<void>;
}

export async function openScriptedPage(): Promise<ScriptedPage> {
  const outDir = await mkdtemp(join(tmpdir(), "tabloom-scripted-page-"));
  const config: InlineConfig = {
    configFile: join(import.meta.dirname, "scripted-page/vite.config.ts"),
    logLevel: "error",
    build: { outDir },
  };
  await build(config);
  const server = await preview(config);
  return {
    addressOf: (state) => `${server.resolvedUrls?.local[0]}?state=${state}&relay`,
    async close() {
      await server.close();
      await rm(outDir, { recursive: true });
    },
  };
}
