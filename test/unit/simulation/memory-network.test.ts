import { expect, test } from "vitest";
import type { TransportEvent } from "../../../shared/ports/transport.ts";
import {
  FRAME_BYTES,
  HALF_OPEN_MS,
  INTRODUCED_PEERS,
  SEND_HIGH_WATER_BYTES,
  SEND_LOW_WATER_BYTES,
} from "../../../shared/protocol/limits.ts";
import {
  MemoryNetwork,
  type MemoryNode,
  type NetworkOptions,
  type NodeOptions,
} from "../../../shared/simulation/memory-network.ts";
import { VirtualClock } from "../../../shared/simulation/virtual-clock.ts";

/** Nodes a, b, c … that listen, and a log of everything they hear, with the time. */
function createWorld(options: Partial<NetworkOptions> = {}, nodeOptions: Record<string, NodeOptions> = {}) {
  const clock = new VirtualClock();
  const network = new MemoryNetwork(clock, { seed: "1", ...options });
  const log: { atMs: number; node: string; event: TransportEvent }[] = [];
  const add = (address: string): MemoryNode => {
    const node = network.createNode(address, nodeOptions[address]);
    node.transport.listen((event) => log.push({ atMs: clock.nowMs(), node: address, event }));
    return node;
  };
  const heardBy = (node: string, kind: TransportEvent["kind"]) =>
    log.filter((entry) => entry.node === node && entry.event.kind === kind);
  const reasons = (node: string) =>
    heardBy(node, "closed").map(({ event }) => (event.kind === "closed" ? event.reason : ""));
  return { clock, network, log, add, heardBy, reasons };
}

function createPair(options: Partial<NetworkOptions> = {}, nodeOptions: Record<string, NodeOptions> = {}) {
  const world = createWorld(options, nodeOptions);
  const [a, b] = [world.add("a"), world.add("b")];
  world.clock.advanceTo(100);
  a.transport.connect("b");
  world.clock.advanceTo(1000);
  return { ...world, a, b };
}

const frameOf = (bytes: number): Uint8Array => new Uint8Array(bytes);

test("a newcomer learns of those who are there, at most eight", () => {
  const { clock, add, heardBy } = createWorld();
  const names = Array.from({ length: 12 }, (_, index) => `n${index}`);
  for (const name of names) add(name);
  clock.advanceTo(1000);
  const introduced = names.map((name) => heardBy(name, "introduced")[0]!.event);
  const counts = introduced.map((event) => (event.kind === "introduced" ? event.addresses.length : -1));
  expect(counts).toEqual(names.map((_, index) => Math.min(index, INTRODUCED_PEERS)));
  for (const event of introduced) {
    if (event.kind === "introduced") expect(new Set(event.addresses).size).toBe(event.addresses.length);
  }
});

test("the uplink paces frames and its links share it in turn", () => {
  const { clock, add, heardBy } = createWorld(
    { latencyMs: 10 },
    { a: { uplinkBytesPerSecond: 100 * FRAME_BYTES } },
  );
  const a = add("a").transport;
  add("b");
  add("c");
  clock.advanceTo(100);
  a.connect("b");
  a.connect("c");
  clock.advanceTo(1000);
  for (let count = 0; count < 20; count++) a.send("b", frameOf(FRAME_BYTES));
  a.send("c", frameOf(FRAME_BYTES)); // waits for one frame of b's that is being sent and one in turn, not for twenty
  clock.advanceTo(2000);
  const arrivals = heardBy("b", "frame").map(({ atMs }) => atMs - 1000);
  expect(arrivals[0]).toBeCloseTo(20, 6);
  expect(arrivals.at(-1)).toBeCloseTo(21 * 10 + 10, 6);
  expect(heardBy("c", "frame")[0]!.atMs - 1000).toBeLessThanOrEqual(40.001);
});

test("the downlink paces what arrives from several senders", () => {
  const { clock, add, heardBy } = createWorld({}, { c: { downlinkBytesPerSecond: 100 * FRAME_BYTES } });
  const [a, b] = [add("a").transport, add("b").transport];
  add("c");
  clock.advanceTo(100);
  a.connect("c");
  b.connect("c");
  clock.advanceTo(1000);
  for (let count = 0; count < 10; count++) {
    a.send("c", frameOf(FRAME_BYTES));
    b.send("c", frameOf(FRAME_BYTES));
  }
  clock.advanceTo(2000);
  const times = heardBy("c", "frame").map(({ atMs }) => atMs);
  expect(times).toHaveLength(20);
  expect(times.at(-1)! - times[0]!).toBeCloseTo(190, 6);
});

test("a slow link pushes back, and says when it takes more", () => {
  const { clock, a, b, heardBy } = createPair({}, { a: { uplinkBytesPerSecond: 1_000_000 } });
  let accepted = 0;
  while (a.transport.send("b", frameOf(FRAME_BYTES))) accepted++;
  expect(accepted).toBe(SEND_HIGH_WATER_BYTES / FRAME_BYTES + 1); // one of them is under way already
  // One byte takes a thousandth of a millisecond.
  const untilLowMs = (accepted * FRAME_BYTES - SEND_LOW_WATER_BYTES) / 1_000;
  clock.advanceBy(untilLowMs - FRAME_BYTES / 500);
  expect(heardBy("a", "writable")).toHaveLength(0);
  clock.advanceBy(FRAME_BYTES / 250);
  expect(heardBy("a", "writable")).toHaveLength(1);
  clock.advanceBy(10_000);
  expect(heardBy("a", "writable")).toHaveLength(1);
  expect(heardBy("b", "frame")).toHaveLength(accepted + 1);
  expect(a.sentBytes()).toBe((accepted + 1) * FRAME_BYTES);
  expect(b.receivedBytes()).toBe((accepted + 1) * FRAME_BYTES);
});

test("jitter and loss delay frames but never reorder or lose them", () => {
  const { clock, a, heardBy } = createPair({ jitterMs: 80, lossRate: 0.2 });
  for (let index = 0; index < 200; index++) {
    clock.advanceBy(1);
    a.transport.send("b", Uint8Array.of(index));
  }
  clock.advanceBy(5000);
  const order = heardBy("b", "frame").map(({ event }) => (event.kind === "frame" ? event.frame[0] : -1));
  expect(order).toEqual(Array.from({ length: 200 }, (_, index) => index));
});

test("a partition is silent; healed in time, everything arrives in order", () => {
  const { clock, network, a, heardBy, reasons } = createPair();
  a.transport.send("b", Uint8Array.of(1)); // is under way when the cut comes
  clock.advanceBy(5);
  network.setReachable("a", "b", false);
  a.transport.send("b", Uint8Array.of(2));
  clock.advanceBy(10_000);
  expect(heardBy("b", "frame")).toHaveLength(0);
  network.heal();
  a.transport.send("b", Uint8Array.of(3));
  clock.advanceBy(30_000);
  expect(heardBy("b", "frame").map(({ event }) => (event.kind === "frame" ? event.frame[0] : -1))).toEqual([
    1, 2, 3,
  ]);
  expect([reasons("a"), reasons("b")]).toEqual([[], []]);
});

test("in a partition nothing leaves the sender, whose buffer fills up", () => {
  const { network, a } = createPair();
  network.setReachable("a", "b", false);
  let accepted = 0;
  while (a.transport.send("b", frameOf(FRAME_BYTES))) accepted++;
  expect(accepted).toBe(SEND_HIGH_WATER_BYTES / FRAME_BYTES);
  expect(a.sentBytes()).toBe(0);
});

test("a partition that lasts loses the link on both ends, and dialling across it finds nobody", () => {
  const { clock, network, a, reasons, heardBy } = createPair();
  network.partition([["a"], ["b"]]);
  clock.advanceBy(15_199);
  expect([reasons("a"), reasons("b")]).toEqual([[], []]);
  clock.advanceBy(2);
  expect([reasons("a"), reasons("b")]).toEqual([["lost"], ["lost"]]);
  a.transport.connect("b");
  clock.advanceBy(HALF_OPEN_MS);
  expect(reasons("a")).toEqual(["lost", "unreachable"]);
  network.heal();
  a.transport.connect("b");
  clock.advanceBy(1000);
  expect(heardBy("b", "opened")).toHaveLength(2);
});

test("a crashed peer is silent until ICE would give up; one that stops is known at once", () => {
  const crashed = createPair();
  crashed.b.crash();
  crashed.network.heal();
  crashed.clock.advanceBy(15_000);
  expect(crashed.reasons("a")).toEqual([]);
  crashed.clock.advanceBy(1000);
  expect(crashed.reasons("a")).toEqual(["lost"]);
  expect(crashed.reasons("b")).toEqual([]);

  const stopped = createPair();
  stopped.a.transport.send("b", Uint8Array.of(7));
  stopped.a.transport.stop();
  stopped.clock.advanceBy(31);
  expect(stopped.reasons("b")).toEqual(["left"]);
  expect(stopped.heardBy("b", "frame")).toHaveLength(1);
  expect(stopped.reasons("a")).toEqual([]);
});

test("a frozen peer hears everything when it thaws", () => {
  const { clock, a, b, heardBy, reasons } = createPair();
  b.freeze();
  a.transport.send("b", Uint8Array.of(1));
  a.transport.close("b");
  clock.advanceBy(60_000);
  expect(heardBy("b", "frame")).toHaveLength(0);
  expect(reasons("a")).toEqual(["closed"]);
  b.thaw();
  expect(heardBy("b", "frame")).toHaveLength(1);
  expect(reasons("b")).toEqual(["left"]);
});

test("without the signaling server, links live on and a common neighbour carries the dialling", () => {
  const { clock, network, a, b, log, heardBy } = createPair();
  const neighbours: Record<string, MemoryNode> = { a, b };
  network.setSignaling(false);
  clock.advanceBy(100);
  expect(heardBy("a", "signaling").at(-1)!.event).toMatchObject({ state: "offline" });
  network.breakLink("a", "b");
  a.transport.connect("b");
  for (let step = 0; step < 10; step++) {
    clock.advanceBy(10);
    for (const { node, event } of log.splice(0)) {
      if (event.kind === "signal") neighbours[event.to]!.transport.deliverSignal(node, event.payload);
      else log.push({ atMs: clock.nowMs(), node, event });
    }
    if (heardBy("b", "opened").length > 0) break;
  }
  expect(heardBy("b", "opened")).toHaveLength(1);
  network.setSignaling(true);
  clock.advanceBy(5000);
  expect(heardBy("a", "signaling").at(-1)!.event).toMatchObject({ state: "online" });
});

test("the same seed gives the same events at the same times, and another seed others", () => {
  const run = (seed: string) => {
    const { clock, add, log } = createWorld({ seed, jitterMs: 40, lossRate: 0.1 });
    const nodes = ["a", "b", "c", "d"].map((name) => add(name));
    for (const [index, node] of nodes.entries()) {
      for (const other of ["a", "b", "c", "d"].slice(index + 1)) node.transport.connect(other);
    }
    for (let round = 0; round < 20; round++) {
      clock.advanceBy(100);
      for (const node of nodes) node.transport.send("c", Uint8Array.of(round));
    }
    clock.advanceBy(1000);
    return JSON.stringify(log);
  };
  expect(run("x")).toBe(run("x"));
  expect(run("x")).not.toBe(run("y"));
});
