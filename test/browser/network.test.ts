/** What the page holds open for a worker, and that it ends with it. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { toHex } from "../../shared/core/bytes.ts";
import { createSigner } from "../../shared/ledger/ed25519.ts";
import type { TransportEvent } from "../../shared/ports/transport.ts";
import { PageNetwork } from "../../web/network.ts";
import { DataMeter } from "../../web/pause/data-meter.ts";
import { createPeerjsTransport } from "../../web/transport/peerjs-transport.ts";
import { openTransport } from "../../worker/transport-bridge.ts";
import { startSignaling, stopSignaling } from "../support/signaling-remote.ts";

const randomBytes = (bytes: number): Uint8Array => crypto.getRandomValues(new Uint8Array(bytes));
const until = (isTrue: () => boolean) => expect.poll(isTrue, { interval: 2 }).toBe(true);

let port = 0;
beforeEach(async () => {
  port = await startSignaling();
});
afterEach(() => stopSignaling(port));

// The page's transport lived on after a crash: its neighbours waited for it, and newcomers were introduced to nobody.
test("the links of a worker that died, and its place in the room, are given back", async () => {
  const common = {
    room: toHex(randomBytes(32)),
    servers: [`ws://${location.hostname}:${port}/`],
    iceServers: [],
    isRelayOnly: false,
  };
  const enter = () => {
    const transport = createPeerjsTransport({ ...common, signer: createSigner(randomBytes(32)) });
    const events: TransportEvent[] = [];
    transport.listen((event) => events.push(event));
    return { transport, events };
  };
  const friend = enter();
  await until(() => friend.events.some(({ kind }) => kind === "introduced"));

  const network = new PageNetwork(new DataMeter());
  const signer = createSigner(randomBytes(32));
  const address = toHex(randomBytes(16));
  const start = { ...common, address, device: signer.device };
  const ofWorker = openTransport(await network.openPort(), start, signer);
  ofWorker.listen((event) => {
    if (event.kind === "introduced") for (const other of event.addresses) ofWorker.connect(other);
  });
  await until(() => friend.events.some(({ kind }) => kind === "opened"));
  network.close(); // and not a word from the worker
  await until(() => friend.events.some((event) => event.kind === "closed" && event.reason === "left"));

  const late = enter();
  await until(() => late.events.some(({ kind }) => kind === "introduced"));
  expect(late.events.find(({ kind }) => kind === "introduced")).toEqual({
    kind: "introduced",
    addresses: [friend.transport.address],
  });
  for (const { transport } of [friend, late]) transport.stop();
});
