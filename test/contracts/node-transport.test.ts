import { randomBytes } from "node:crypto";
import { expect } from "vitest";
import { createSigner } from "../../shared/ledger/ed25519.ts";
import { startServer } from "../../signaling-server/server.ts";
import { createNodeTransport } from "../../worker/cli/node-transport.ts";
import { systemClock } from "../../worker/system-clock.ts";
import { describeTransport, type TransportWorld } from "./transport-contract.ts";

async function openNodeWorld(): Promise<TransportWorld> {
  const server = await startServer({ port: 0, webFolder: "web", limits: { stopGraceMs: 100 } });
  const room = randomBytes(32).toString("hex");
  return {
    createTransport: (dialTimeoutMs) =>
      createNodeTransport({
        servers: [`ws://127.0.0.1:${server.port}/`],
        room,
        signer: createSigner(randomBytes(32)),
        clock: systemClock,
        iceServers: [],
        isRelayOnly: false,
        dialTimeoutMs,
      }),
    absentAddress: randomBytes(16).toString("hex"),
    stopSignaling: () => server.stop(),
    until: (isTrue) => expect.poll(isTrue, { interval: 2 }).toBe(true),
    dispose: () => server.stop(),
  };
}

describeTransport("node-datachannel", openNodeWorld);
