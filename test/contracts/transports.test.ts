import { createSigner } from "../../shared/ledger/ed25519.ts";
import { MemoryNetwork } from "../../shared/simulation/memory-network.ts";
import { VirtualClock } from "../../shared/simulation/virtual-clock.ts";
import { openTransport } from "../../worker/transport-bridge.ts";
import { hostTransport } from "../../web/transport/transport-host.ts";
import { describeTransport, type TransportWorld } from "./transport-contract.ts";

/** Longer than any bounded wait of the port. */
const PATIENCE_MS = 60_000;

function openMemoryWorld(): TransportWorld {
  const clock = new VirtualClock();
  const network = new MemoryNetwork(clock, { seed: "contract", jitterMs: 10, lossRate: 0.01 });
  let created = 0;
  return {
    createTransport: () => Promise.resolve(network.createNode(`node-${created++}`).transport),
    absentAddress: "nobody",
    stopSignaling: () => Promise.resolve(network.setSignaling(false)),
    until: async (isTrue) => {
      const limitMs = clock.nowMs() + PATIENCE_MS;
      while (!isTrue()) {
        if (clock.nowMs() > limitMs || !clock.runNext())
          throw new Error(`not true after ${clock.nowMs()} ms`);
      }
      await Promise.resolve();
    },
    dispose: () => Promise.resolve(),
  };
}

/** The same network behind the bridge between worker and page. */
function openBridgedWorld(): TransportWorld {
  const clock = new VirtualClock();
  const network = new MemoryNetwork(clock, { seed: "bridge" });
  let created = 0;
  return {
    createTransport: async () => {
      const { port1, port2 } = new MessageChannel();
      hostTransport(port1, ({ address }) => network.createNode(address).transport);
      const start = { address: `node-${created++}`, room: "", device: "", servers: [], iceServers: [] };
      return openTransport(port2, { ...start, isRelayOnly: false }, createSigner(new Uint8Array(32)));
    },
    absentAddress: "nobody",
    stopSignaling: async () => network.setSignaling(false),
    until: async (isTrue) => {
      const limitMs = clock.nowMs() + PATIENCE_MS;
      while (!isTrue()) {
        if (clock.nowMs() > limitMs) throw new Error(`not true after ${clock.nowMs()} ms`);
        // Ports deliver in real time, between steps of the virtual one.
        await new Promise((resolve) => setImmediate(resolve));
        clock.advanceBy(1);
      }
    },
    dispose: () => Promise.resolve(),
  };
}

describeTransport("memory", () => Promise.resolve(openMemoryWorld()));
describeTransport("memory behind the bridge", () => Promise.resolve(openBridgedWorld()));
