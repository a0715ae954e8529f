import { randomBytes } from "node:crypto";
import { expect, vi } from "vitest";
import { createSigner } from "../../shared/ledger/ed25519.ts";
import { startServer } from "../../signaling-server/server.ts";
import { createNodeTransport } from "../../worker/cli/node-transport.ts";
import { systemClock } from "../../worker/system-clock.ts";
import { describeTransport, type TransportWorld } from "./transport-contract.ts";

async function openNodeWorld(): Promise<TransportWorld> {
  const server = await startServer({ port: 0, webFolder: "web", limits: { stopGraceMs: 100 } });
  const room = randomBytes(32).toString("hex");
  return {
    createTransport: () =>
      createNodeTransport({
        servers: [`ws://127.0.0.1:${server.port}/`],
        room,
        signer: createSigner(randomBytes(32)),
        clock: systemClock,
        iceServers: [],
        isRelayOnly: false,
        dialTimeoutMs: 1_500,
      }),
    absentAddress: randomBytes(16).toString("hex"),
    stopSignaling: () => server.stop(),
    until: (isTrue) => vi.waitFor(() => expect(isTrue()).toBe(true), { timeout: 4_000, interval: 2 }),
    dispose: () => server.stop(),
  };
}

describeTransport("node-datachannel", openNodeWorld);
