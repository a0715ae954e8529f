import { describe, expect, it } from "vitest";
import { hashOf } from "../../../shared/core/hash.ts";
import { createRandom } from "../../../shared/core/random.ts";
import {
  LINKS_ALIVE,
  RECORDS_AT_ONCE,
  RECORDS_PER_SECOND,
  WANTED_RECORDS,
} from "../../../shared/protocol/limits.ts";
import type { Message } from "../../../shared/protocol/message.ts";
import { LINKS_FROM_OTHERS } from "../../../shared/swarm/link/link-set.ts";
import { REFUSED_MS } from "../../../shared/swarm/link/score.ts";
import { leftOf, Net, type Peer, PROJECT, reasonOf, STATUS, type Stranger } from "./links-fixture.ts";

const VOTE: Message = {
  kind: "vote",
  base: PROJECT,
  commit: PROJECT,
  device: PROJECT,
  signature: new Uint8Array(64),
};
const MISSING: Message = { kind: "missing", hash: PROJECT };

const heardOf = ({ events }: Peer, { device }: Stranger, kind: Message["kind"]): number =>
  events.filter((event) => event.kind === "message" && event.peer === device && event.message.kind === kind)
    .length;

async function meet(): Promise<{ net: Net; a: Peer; b: Peer; stranger: Stranger }> {
  const net = new Net();
  const [a, b, stranger] = [net.peer("a"), net.peer("b"), net.stranger("s")];
  await stranger.join(net, "a");
  expect(a.links.peers()).toContain(stranger.device);
  return { net, a, b, stranger };
}

// A neighbour can carry an offer in anybody's name; the owner of the address used to be refused for a minute.
it("rubbish that is sent in the name of an address does not keep out whoever owns it", async () => {
  const net = new Net();
  const [a, owner] = [net.peer("a"), net.stranger("s")];
  await owner.dial(net, "a");
  owner.node.transport.send("a", Uint8Array.of(1, 2, 3));
  await net.run(100);
  expect(owner.isClosed("a")).toBe(true);
  await owner.join(net, "a");
  expect(a.links.peers()).toEqual([owner.device]);
});

describe("a hostile neighbour", () => {
  it("is cut off for frames that mean nothing, and the others are not", async () => {
    const { net, a, b, stranger } = await meet();
    const random = createRandom("garbage");
    for (let i = 0; i < 20; i++) {
      const frame = Uint8Array.from({ length: 1 + random.below(400, i) }, (_, j) =>
        random.word(1000 * i + j),
      );
      stranger.node.transport.send("a", frame);
    }
    await net.run(100);
    expect(leftOf(a)).toEqual(["cut-off"]);
    expect(reasonOf(a, "s")).toBe("malformed");
    expect(a.links.peers()).toEqual([b.device]);
  });

  it.each([
    ["a hello again", (s: Stranger) => s.hello("a")],
    ["a signature again", (s: Stranger) => s.auth("a")],
    ["signaling under a foreign name", (s: Stranger) => s.send("a", relayOf("x", "b"))],
  ])("is cut off when it keeps sending %s", async (_, misbehave) => {
    const { net, a, stranger } = await meet();
    for (let second = 0; second < 60 && !stranger.isClosed("a"); second++) {
      stranger.send("a", STATUS); // good manners in between change nothing
      misbehave(stranger);
      await net.run(1000);
    }
    expect(leftOf(a)).toEqual(["cut-off"]);
  });

  it("is not let in again with the same key before its time, and then is", async () => {
    const { net, a, stranger } = await meet();
    a.links.penalize(stranger.device, "bad-record");
    expect(leftOf(a)).toEqual([]);
    for (let i = 0; i < 3; i++) a.links.penalize(stranger.device, "bad-record");
    expect(leftOf(a)).toEqual(["cut-off"]);
    const again = net.stranger("t"); // a new address, the old key
    await again.dial(net, "a");
    again.hello("a", stranger.device);
    again.auth("a", stranger.device);
    await net.run(100);
    expect(reasonOf(a, "t")).toBe("it was cut off: bad-record");
    await net.run(REFUSED_MS);
    await again.dial(net, "a");
    again.hello("a", stranger.device);
    again.events.splice(
      0,
      again.events.findLastIndex(({ kind }) => kind === "opened"),
    );
    again.auth("a", stranger.device);
    await net.run(100);
    expect(a.links.peers()).toContain(stranger.device);
  });

  it("is cut off at once for an equivocation, and refused if it was not linked", async () => {
    const net = new Net();
    const [a, stranger] = [net.peer("a"), net.stranger("s")];
    a.links.penalize(stranger.device, "equivocation");
    await stranger.join(net, "a");
    expect(reasonOf(a, "s")).toBe("it was cut off: equivocation");
    expect(a.links.peers()).toEqual([]);
  });

  it.each([
    ["votes", VOTE],
    ["records", recordsOf(1)],
    ["records in large messages", recordsOf(RECORDS_AT_ONCE)],
    ["requests for records", { kind: "want-records", hashes: [PROJECT] }],
    ["comparisons", { kind: "reconcile", turn: "ask", data: new Uint8Array(1) }],
    ["answers to comparisons", { kind: "reconcile", turn: "answer", data: new Uint8Array(1) }],
    ["ends of a feed", { kind: "feed", seq: 0, hash: PROJECT }],
    ["status", STATUS],
    ["requests", { kind: "want", what: "blob", hash: PROJECT }],
    ["answers that nobody asked for", MISSING],
    ["introductions", { kind: "peers", addresses: ["x", "y"] }],
    ["signaling", { kind: "relay", from: "s", to: "b", payload: "offer" }],
  ] as [string, Message][])(
    "is cut off for a flood of %s, most of which nobody hears",
    async (_, message) => {
      const { net, a, b, stranger } = await meet();
      for (let i = 0; i < 2000; i++) stranger.send("a", message);
      await net.run(200);
      expect(leftOf(a)).toEqual(["cut-off"]);
      expect(heardOf(a, stranger, message.kind)).toBeLessThanOrEqual(450);
      expect(leftOf(b)).toEqual([]); // what a passes on never makes a itself look like a flood
      expect(a.links.peers()).toEqual([b.device]);
    },
  );

  it("cannot make an honest neighbour look like a flood by sending through it with its friends", async () => {
    const { net, a, b, stranger } = await meet();
    const gang = [stranger, net.stranger("t"), net.stranger("u"), net.stranger("v")];
    for (const friend of gang.slice(1)) await friend.join(net, "a");
    for (const friend of gang) {
      for (let i = 0; i < 50; i++) friend.send("a", relayOf(friend.address, "b"));
    }
    await net.run(500);
    expect(a.links.peers()).toHaveLength(5); // each of them stays below its own limit
    expect(leftOf(b)).toEqual([]);
  });

  it("may use the full rate of records for ever", async () => {
    const { net, a, stranger } = await meet();
    for (let i = 0; i < 60 * RECORDS_PER_SECOND; i++) {
      stranger.send("a", VOTE);
      await net.run(1000 / RECORDS_PER_SECOND);
    }
    expect(leftOf(a)).toEqual([]);
    expect(heardOf(a, stranger, "vote")).toBe(60 * RECORDS_PER_SECOND);
  });

  it("may answer as fast as we ask", async () => {
    const { net, a, stranger } = await meet();
    for (let i = 0; i < 400; i++) {
      a.links.send(stranger.device, { kind: "want", what: "blob", hash: hashOf(Uint8Array.of(i, i >> 8)) });
      stranger.send("a", MISSING);
      await net.run(5);
    }
    await net.run(100);
    expect(leftOf(a)).toEqual([]);
    expect(heardOf(a, stranger, "missing")).toBe(400);
  });

  it("may send records as fast as we ask for them", async () => {
    const { net, a, stranger } = await meet();
    const hashes = Array.from({ length: WANTED_RECORDS }, () => PROJECT);
    for (let i = 0; i < 20; i++) {
      a.links.send(stranger.device, { kind: "want-records", hashes });
      for (let sent = 0; sent < WANTED_RECORDS; sent += 16) stranger.send("a", recordsOf(16));
      await net.run(5);
    }
    await net.run(100);
    expect(leftOf(a)).toEqual([]);
    expect(heardOf(a, stranger, "records")).toBe((20 * WANTED_RECORDS) / 16);
  });

  it("cannot take all the room with links that say nothing", async () => {
    const net = new Net();
    const [a, b] = [net.peer("a"), net.peer("b")];
    await net.run(1000);
    const strangers = Array.from({ length: 60 }, (_, i) => net.stranger(`s${i}`));
    await net.run(100);
    for (const { node } of strangers) node.transport.connect("a");
    await net.run(2000);
    const open = strangers.filter(({ events }) => events.some(({ kind }) => kind === "opened"));
    expect(open.length).toBeGreaterThanOrEqual(LINKS_FROM_OTHERS);
    const honest = net.stranger("honest");
    await honest.join(net, "a");
    expect(a.links.peers()).toEqual([b.device, honest.device].toSorted());
    expect(open.filter((stranger) => !stranger.isClosed("a")).length).toBeLessThan(LINKS_ALIVE);
  });
});

/** The same record so many times; whoever reads it finds that out. */
function recordsOf(count: number): Message {
  const bytes = Uint8Array.of(1);
  const record = { bytes, hash: hashOf(bytes), signatures: [] };
  return { kind: "records", records: Array.from({ length: count }, () => record) };
}

function relayOf(from: string, to: string): Message {
  return { kind: "relay", from, to, payload: "offer" };
}
