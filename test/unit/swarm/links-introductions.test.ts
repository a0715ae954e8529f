import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../../shared/core/random.ts";
import type { Transport } from "../../../shared/ports/transport.ts";
import { CELL_PEERS, LINKS_HALF_OPEN } from "../../../shared/protocol/limits.ts";
import { VirtualClock } from "../../../shared/simulation/virtual-clock.ts";
import { backoffMs } from "../../../shared/swarm/link/backoff.ts";
import { Draws } from "../../../shared/swarm/link/draws.ts";
import {
  CANDIDATES_PER_PEER,
  FAILURES_TO_DROP,
  Introductions,
} from "../../../shared/swarm/link/introductions.ts";
import { Net, reasonOf } from "./links-fixture.ts";

/** Introductions over a transport that only notes what is dialled. */
function createDialler(links = { openCount: 0 }) {
  const clock = new VirtualClock();
  const dialled: string[] = [];
  const transport: Transport = {
    address: "self",
    listen: () => {},
    connect: (address) => void dialled.push(address),
    send: () => true,
    close: () => {},
    deliverSignal: () => {},
    stop: () => {},
  };
  const introductions = new Introductions(transport, clock, new Draws(createRandom("dial")), {
    isOpen: () => false,
    openCount: () => links.openCount,
  });
  return { clock, dialled, introductions };
}

const names = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => `${prefix}${i}`);

describe("dialling", () => {
  it("dials a few at a time and no more than a cell lacks", () => {
    const links = { openCount: CELL_PEERS - 3 };
    const { dialled, introductions } = createDialler(links);
    introductions.learn(names("s", 30), null);
    introductions.dial();
    expect(dialled).toHaveLength(2);
    links.openCount = 0;
    introductions.dial();
    expect(dialled).toHaveLength(LINKS_HALF_OPEN);
  });

  it("never dials itself, a refused address or what is no address", () => {
    const { dialled, introductions } = createDialler();
    introductions.refuse("bad", 1000);
    introductions.learn(["self", "bad", "", "Upper", "a b", "x".repeat(65)], null);
    introductions.dial();
    expect(dialled).toEqual([]);
  });

  it("gives every neighbour a share of the list, and the server's addresses come first", () => {
    const { dialled, introductions } = createDialler();
    introductions.learn(names("liar", 1000), "peer");
    introductions.learn(["honest"], "other");
    introductions.learn(["server"], null);
    introductions.dial();
    expect(dialled[0]).toBe("server");
    for (let i = 0; i < 100; i++) {
      for (const address of dialled) introductions.gone(address);
      introductions.dial();
    }
    expect(dialled.filter((address) => address.startsWith("liar"))).toHaveLength(CANDIDATES_PER_PEER);
    expect(dialled).toContain("honest");
  });

  it("tries an address less and less, then not at all", () => {
    const { clock, dialled, introductions } = createDialler({ openCount: 1 });
    introductions.learn(["gone"], null);
    const atMs: number[] = [];
    for (let i = 0; i < 2000; i++) {
      if (introductions.dial().length > 0) {
        atMs.push(clock.nowMs());
        introductions.failed("gone");
      }
      clock.advanceBy(500);
    }
    const pauses = atMs.slice(1).map((ms, index) => ms - atMs[index]!);
    expect(dialled).toHaveLength(FAILURES_TO_DROP);
    for (const [index, pause] of pauses.entries()) expect(pause).toBeLessThanOrEqual(1750 * (1 << index));
  });

  it("waits between 0.25 s and a minute more, each time over twice the range", () => {
    fc.assert(
      fc.property(fc.nat(100), fc.double({ min: 0, max: 0.999, noNaN: true }), (failures, uniform) => {
        const delayMs = backoffMs(failures, uniform);
        expect(delayMs).toBeGreaterThanOrEqual(250);
        expect(delayMs).toBeLessThan(60_250);
      }),
      { seed: 4 },
    );
    expect([0, 1, 2, 9].map((failures) => backoffMs(failures, 0.5))).toEqual([750, 1250, 2250, 30_250]);
  });
});

// The page says why nobody is there, and used to change its mind with every new dial.
it("goes on saying why nobody was reached while it dials again", async () => {
  const net = new Net();
  net.network.setReachable("a", "b", false);
  net.peer("a");
  const newcomer = net.peer("b");
  const reasons: (string | undefined)[] = [];
  for (let second = 0; second < 60; second++) {
    await net.run(1000);
    reasons.push(reasonOf(newcomer, "a"));
  }
  const first = reasons.indexOf("unreachable");
  expect(first).toBeGreaterThanOrEqual(0);
  expect(new Set(reasons.slice(first))).toEqual(new Set(["unreachable"]));
});

describe("a cell", () => {
  it("becomes a full mesh of sixteen, although nobody is introduced to more than eight", async () => {
    const net = new Net();
    const peers = [];
    for (const name of names("p", CELL_PEERS)) {
      peers.push(net.peer(name));
      await net.run(100);
    }
    await net.run(5000);
    for (const { links } of peers) expect(links.peers()).toHaveLength(CELL_PEERS - 1);
  });

  it("becomes a full mesh when all sixteen start at once", async () => {
    const net = new Net();
    const peers = names("p", CELL_PEERS).map((name) => net.peer(name));
    await net.run(8000);
    for (const { links } of peers) expect(links.peers()).toHaveLength(CELL_PEERS - 1);
  });

  it("introduces a newcomer to everybody over its links while the server is away", async () => {
    const net = new Net();
    const peers = names("p", 6).map((name) => net.peer(name));
    await net.run(1000);
    // The newcomer reaches one of them, and then the server is gone: all other dials go through that neighbour.
    for (const { address } of peers.slice(1)) net.network.setReachable("new", address, false);
    const newcomer = net.peer("new");
    await net.run(15_000);
    expect(newcomer.links.peers()).toEqual([peers[0]!.device]);
    net.network.setSignaling(false);
    net.network.heal();
    await net.run(40_000);
    expect(newcomer.links.peers()).toHaveLength(6);
    expect(peers.flatMap(({ events }) => events.filter(({ kind }) => kind === "left"))).toEqual([]);
  });

  it("closes again without the server when a link inside it broke", async () => {
    const net = new Net();
    const peers = names("p", 4).map((name) => net.peer(name));
    await net.run(3000);
    net.network.setSignaling(false);
    net.network.breakLink("p0", "p1");
    await net.run(15_000);
    for (const { links } of peers) expect(links.peers()).toHaveLength(3);
  });

  it("says when the signaling server goes and comes", async () => {
    const net = new Net();
    const a = net.peer("a");
    await net.run(1000);
    net.network.setSignaling(false);
    net.network.setSignaling(true);
    await net.run(10_000);
    const seen = a.events.flatMap((event) => (event.kind === "connectivity" ? [event.signaling] : []));
    expect(seen).toEqual(["online", "offline", "online"]);
  });
});
