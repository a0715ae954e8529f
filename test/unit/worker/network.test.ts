import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createSigner } from "../../../shared/ledger/ed25519.ts";
import type { BridgeCommand } from "../../../shared/transport/bridge-message.ts";
import { Network } from "../../../worker/network.ts";

const SIGNER = createSigner(new Uint8Array(32));

/** Time as `AbortSignal.timeout` sees it. */
let lapse: (() => void) | undefined;
let timeoutMs = 0;
beforeEach(() => {
  vi.stubGlobal("location", new URL("https://page.example/project/"));
  vi.spyOn(AbortSignal, "timeout").mockImplementation((delayMs) => {
    const controller = new AbortController();
    lapse = () => controller.abort(new DOMException("it took too long", "TimeoutError"));
    timeoutMs = delayMs;
    return controller.signal;
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** Joins a room. @returns where the page was asked to look for others */
async function serversAfterJoin(): Promise<readonly string[]> {
  const { port1, port2 } = new MessageChannel();
  const network = new Network();
  network.attach(async () => port2);
  const transport = await network.join("0".repeat(64), SIGNER, false);
  const command = new Promise<BridgeCommand>((resolve) => {
    port1.addEventListener("message", ({ data }: MessageEvent<BridgeCommand>) => resolve(data));
    port1.start();
  });
  transport.listen(() => undefined);
  const heard = await command;
  transport.stop();
  return heard.kind === "start" ? heard.start.servers : [];
}

test("the page's own server comes first, then those that the operator configured", async () => {
  const config = { iceServers: [], signalingServers: ["wss://other.example/"] };
  vi.stubGlobal("fetch", async () => Response.json(config));
  expect(await serversAfterJoin()).toEqual(["wss://page.example/", "wss://other.example/"]);
});

// The run stayed in "preparing" for ever.
test("a server that takes the question for its configuration and never answers is not waited for", async () => {
  vi.stubGlobal("fetch", (_url: URL, { signal }: RequestInit = {}) => {
    return new Promise((_resolve, reject) => {
      signal?.addEventListener("abort", () => reject(signal.reason as Error));
      lapse?.();
    });
  });
  expect(await serversAfterJoin()).toEqual(["wss://page.example/"]);
  expect(timeoutMs).toBe(5_000);
});
