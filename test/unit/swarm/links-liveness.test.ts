import { describe, expect, it } from "vitest";
import { SILENCE_MS } from "../../../shared/protocol/limits.ts";
import { leftOf, Net } from "./links-fixture.ts";

/** Issue 3: a dead peer is detected within this. */
const DETECTED_MS = 5000;

describe("the liveness of links", () => {
  it("notices a crashed tab within five seconds, although its link stays open", async () => {
    const net = new Net();
    const [a, b, c] = [net.peer("a"), net.peer("b"), net.peer("c")];
    await net.run(3000);
    b.node.crash();
    await net.run(DETECTED_MS);
    for (const survivor of [a, c]) {
      expect(leftOf(survivor)).toEqual(["silent"]);
      expect(survivor.links.peers()).toHaveLength(1);
    }
  });

  it("keeps a peer that only sends its heartbeat", async () => {
    const net = new Net({ jitterMs: 500, lossRate: 0.1 });
    const [a] = [net.peer("a"), net.peer("b")];
    await net.run(120_000);
    expect(leftOf(a)).toEqual([]);
  });

  it("hears a goodbye at once, and does not dial again", async () => {
    const net = new Net();
    const [a, b] = [net.peer("a"), net.peer("b")];
    await net.run(1000);
    b.links.stop();
    await net.run(100);
    expect(leftOf(a)).toEqual(["bye"]);
    const lastAt = a.links.linkStates().find(({ address }) => address === "b")?.atMs;
    await net.run(60_000);
    expect(a.links.linkStates().find(({ address }) => address === "b")?.atMs).toBe(lastAt);
    expect(b.events.some(({ kind }) => kind === "left")).toBe(false);
  });

  it("blames nobody for a jump of its own clock", async () => {
    const net = new Net();
    const [a, b] = [net.peer("a"), net.peer("b")];
    await net.run(3000);
    for (const jumpMs of [3500, 10_000, 3_600_000]) {
      for (let phase = 0; phase < 10; phase++) {
        a.node.jumpClock(jumpMs); // now and then right before a beat, when nothing was heard since
        await net.run(3030);
      }
    }
    expect([...leftOf(a), ...leftOf(b)]).toEqual([]);
  });

  it("gives everybody the full time again after a sleep", async () => {
    const net = new Net();
    const [a, b] = [net.peer("a"), net.peer("b")];
    await net.run(3000);
    b.stopBeating();
    await net.run(2500);
    a.node.jumpClock(60_000);
    await net.run(SILENCE_MS - 500);
    expect(leftOf(a)).toEqual([]);
    await net.run(DETECTED_MS - SILENCE_MS + 500);
    expect(leftOf(a)).toEqual(["silent"]);
  });

  it.each([1000, 2500, 3400])("survives a freeze of %i ms", async (freezeMs) => {
    const net = new Net();
    const [a, b] = [net.peer("a"), net.peer("b")];
    await net.run(3100);
    a.node.freeze();
    await net.run(freezeMs);
    a.node.thaw();
    await net.run(10_000);
    expect([...leftOf(a), ...leftOf(b)]).toEqual([]);
  });

  it("comes back after a freeze in which the others gave it up", async () => {
    const net = new Net();
    const [a, b, c] = [net.peer("a"), net.peer("b"), net.peer("c")];
    await net.run(3000);
    a.node.freeze();
    await net.run(30_000);
    expect(b.links.peers()).toEqual([c.device]);
    a.node.thaw();
    await net.run(15_000);
    for (const peer of [a, b, c]) expect(peer.links.peers()).toHaveLength(2);
  });

  it("links again by itself after a link broke", async () => {
    const net = new Net();
    const [a, b] = [net.peer("a"), net.peer("b")];
    await net.run(3000);
    net.network.breakLink("a", "b");
    await net.run(5000);
    expect(leftOf(a)).toEqual(["lost"]);
    expect(a.links.peers()).toEqual([b.device]);
  });

  it("is whole again within 30 s of a partition of minutes", async () => {
    const net = new Net();
    const peers = ["a", "b", "c", "d"].map((name) => net.peer(name));
    await net.run(3000);
    net.network.partition([
      ["a", "b"],
      ["c", "d"],
    ]);
    await net.run(180_000);
    for (const peer of peers) expect(peer.links.peers()).toHaveLength(1);
    net.network.heal();
    await net.run(30_000);
    for (const peer of peers) expect(peer.links.peers()).toHaveLength(3);
  });
});
