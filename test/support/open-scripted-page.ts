/** Builds the scripted page or the scripted frame, and serves it from this computer. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, type InlineConfig, preview } from "vite";
import type { FrameSize } from "../../shared/protocol/frame-look.ts";

export interface ScriptedPage {
  /** Its names are in scripted-page/states.ts. A relay is offered, so that there is all that can be there. */
  addressOf(state: string): string;
  close(): Promise<void>;
}

export interface ScriptedFrame {
  /** Shows the offer first; its other states are in scripted-frame/frame-states.ts. */
  addressOf(size: FrameSize, language: string): string;
  close(): Promise<void>;
}

export async function openScriptedPage(): Promise<ScriptedPage> {
  const { address, close } = await serve("scripted-page");
  return { addressOf: (state) => `${address}?state=${state}&relay`, close };
}

export async function openScriptedFrame(): Promise<ScriptedFrame> {
  const { address, close } = await serve("scripted-frame");
  return { addressOf: (size, language) => `${address}?size=${size}&lang=${language}`, close };
}

/** @param folder beside this file, with a vite.config.ts */
async function serve(folder: string) {
  const outDir = await mkdtemp(join(tmpdir(), `tabloom-${folder}-`));
  const config: InlineConfig = {
    configFile: join(import.meta.dirname, folder, "vite.config.ts"),
    logLevel: "error",
    build: { outDir },
  };
  await build(config);
  const server = await preview(config);
  return {
    address: server.resolvedUrls?.local[0],
    close: async () => {
      await server.close();
      await rm(outDir, { recursive: true });
    },
  };
}
