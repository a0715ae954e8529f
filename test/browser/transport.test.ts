import { expect } from "vitest";
import { toHex } from "../../shared/core/bytes.ts";
import { createSigner } from "../../shared/ledger/ed25519.ts";
import { startSignaling, stopSignaling } from "../support/signaling-remote.ts";
import { createPeerjsTransport } from "../../web/transport/peerjs-transport.ts";
import { describeTransport, type TransportWorld } from "../contracts/transport-contract.ts";

const randomBytes = (bytes: number): Uint8Array => crypto.getRandomValues(new Uint8Array(bytes));

async function openPeerjsWorld(): Promise<TransportWorld> {
  const port = await startSignaling();
  const room = toHex(randomBytes(32));
  return {
    createTransport: (dialTimeoutMs) =>
      Promise.resolve(
        createPeerjsTransport({
          servers: [`ws://${location.hostname}:${port}/`],
          room,
          signer: createSigner(randomBytes(32)),
          iceServers: [],
          isRelayOnly: false,
          dialTimeoutMs,
        }),
      ),
    absentAddress: toHex(randomBytes(16)),
    stopSignaling: () => stopSignaling(port),
    until: (isTrue) => expect.poll(isTrue, { interval: 2 }).toBe(true),
    dispose: () => stopSignaling(port),
  };
}

describeTransport("peerjs", openPeerjsWorld);
