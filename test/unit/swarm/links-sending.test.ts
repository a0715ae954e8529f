import { describe, expect, it } from "vitest";
import { concatBytes } from "../../../shared/core/bytes.ts";
import { hashOf } from "../../../shared/core/hash.ts";
import { createRandom } from "../../../shared/core/random.ts";
import { QUEUED_BLOBS, QUEUED_MESSAGES, SendQueue } from "../../../shared/swarm/link/send-queue.ts";
import { leftOf, Net, type Peer, STATUS } from "./links-fixture.ts";

/** A link that takes `room` frames at a time; a frame is its first byte. */
class Port {
  readonly sent: number[] = [];
  readonly queue: SendQueue;
  room: number;
  constructor(room: number) {
    this.room = room;
    this.queue = new SendQueue((frame) => {
      this.sent.push(frame[0]!);
      return --this.room > 0;
    });
  }
  resume(room: number): void {
    this.room = room;
    this.queue.resume();
  }
}
const frames = (...values: number[]) => values.map((value) => Uint8Array.of(value));

describe("the queue of one peer", () => {
  it("lets messages overtake a blob between two of its parts", () => {
    const port = new Port(2);
    port.queue.blob("x", frames(1, 2, 3, 4), () => {});
    port.queue.message(Uint8Array.of(90));
    port.queue.message(Uint8Array.of(91));
    expect(port.sent).toEqual([1, 2]);
    port.resume(3);
    port.resume(9);
    expect(port.sent).toEqual([1, 2, 90, 91, 3, 4]);
  });

  it("sends one blob after the other and says when each has left", () => {
    const port = new Port(3);
    const ends: string[] = [];
    port.queue.blob("x", frames(1, 2), (isSent) => ends.push(`x ${isSent}`));
    port.queue.blob("y", frames(3, 4), (isSent) => ends.push(`y ${isSent}`));
    expect([port.sent, ends]).toEqual([[1, 2, 3], ["x true"]]);
    port.resume(9);
    expect([port.sent, ends]).toEqual([
      [1, 2, 3, 4],
      ["x true", "y true"],
    ]);
  });

  it("takes back a blob that waits, and goes on with one that has begun", () => {
    const port = new Port(1);
    const ends: string[] = [];
    port.queue.blob("x", frames(1, 2), (isSent) => ends.push(`x ${isSent}`));
    port.queue.blob("y", frames(3, 4), (isSent) => ends.push(`y ${isSent}`));
    port.queue.blob("z", frames(5, 6), (isSent) => ends.push(`z ${isSent}`));
    port.queue.cancel("x");
    port.queue.cancel("y");
    port.resume(9);
    expect([port.sent, ends]).toEqual([
      [1, 2, 5, 6],
      ["y false", "x true", "z true"],
    ]);
  });

  it("takes the next blob from within the callback of the last", () => {
    const port = new Port(9);
    port.queue.blob("x", frames(1), () => port.queue.blob("y", frames(2), () => {}));
    expect(port.sent).toEqual([1, 2]);
  });

  it("is bounded", () => {
    const port = new Port(1);
    port.queue.message(Uint8Array.of(1));
    for (let i = 0; i < QUEUED_MESSAGES; i++) expect(port.queue.message(Uint8Array.of(2))).toBe(true);
    expect(port.queue.message(Uint8Array.of(3))).toBe(false);
    for (let i = 0; i < QUEUED_BLOBS; i++) expect(port.queue.blob(`${i}`, frames(4), () => {})).toBe(true);
    expect(port.queue.blob("one too many", frames(4), () => {})).toBe(false);
  });

  it("ends every waiting blob when the link goes, and takes nothing more", () => {
    const port = new Port(1);
    const ends: boolean[] = [];
    port.queue.blob("x", frames(1, 2), (isSent) => ends.push(isSent));
    port.queue.blob("y", frames(3), (isSent) => ends.push(isSent));
    port.queue.dispose();
    port.resume(9);
    expect([port.sent, ends]).toEqual([[1], [false, false]]);
    expect(port.queue.blob("z", frames(4), () => {})).toBe(false);
  });
});

/** Larger than a link's buffer, so that some of it waits in the queue. */
const blob = new Uint8Array(2_400_000);
createRandom("blob").fillNormal(new Float32Array(blob.buffer), 1);
const name = hashOf(blob);

const received = ({ events }: Peer): Uint8Array =>
  concatBytes(events.flatMap((event) => (event.kind === "part" ? [event.part.data] : [])));

describe("sending over links", () => {
  it("brings a blob whole and in order, with heartbeats in between", async () => {
    const net = new Net();
    const a = net.peer("a", { uplinkBytesPerSecond: 200_000 }); // 12 s, longer than the silence that kills
    const b = net.peer("b");
    await net.run(1000);
    const ends: boolean[] = [];
    expect(a.links.sendBlob(b.device, name, blob, (isSent) => ends.push(isSent))).toBe(true);
    await net.run(15_000);
    expect(hashOf(received(b))).toBe(name);
    expect(ends).toEqual([true]);
    const kinds = b.events.map(({ kind }) => kind);
    const during = kinds.slice(kinds.indexOf("part"), kinds.lastIndexOf("part"));
    expect(during.filter((kind) => kind === "message").length).toBeGreaterThan(3);
    expect(leftOf(b)).toEqual([]);
  });

  it("reports a blob that its receiver did not live to see", async () => {
    const net = new Net();
    const a = net.peer("a", { uplinkBytesPerSecond: 50_000 });
    const b = net.peer("b");
    await net.run(1000);
    const ends: boolean[] = [];
    const big = new Uint8Array(4_000_000);
    a.links.sendBlob(b.device, name, big, (isSent) => ends.push(isSent));
    b.node.crash();
    await net.run(6000);
    expect(ends).toEqual([false]);
    expect(a.links.sendBlob(b.device, name, big)).toBe(false);
  });

  it("broadcasts to all but one", async () => {
    const net = new Net();
    const [a, b, c] = [net.peer("a"), net.peer("b"), net.peer("c")];
    await net.run(3000);
    const want = { kind: "want", what: "blob", hash: name } as const;
    a.links.broadcast(want, b.device);
    await net.run(100);
    const wants = ({ events }: Peer) =>
      events.filter((event) => event.kind === "message" && event.message.kind === "want");
    expect(wants(b)).toHaveLength(0);
    expect(wants(c)).toEqual([{ kind: "message", peer: a.device, message: want }]);
  });

  it("counts what it sends and receives", async () => {
    const net = new Net();
    const [a, b] = [net.peer("a"), net.peer("b")];
    await net.run(5000);
    a.links.sendBlob(b.device, name, blob);
    await net.run(5000);
    const [sent, got] = [a.links.traffic(), b.links.traffic()];
    expect(sent.sentBytes).toBe(a.node.sentBytes());
    expect(got.receivedBytes).toBe(b.node.receivedBytes());
    expect(sent.peers.get(b.device)?.sentBytes).toBe(sent.sentBytes);
    expect(sent.sentBytes).toBeGreaterThan(blob.length);
    expect(sent.sentBytes).toBeLessThan(blob.length * 1.02);
  });

  it("lets go of a peer that takes nothing", async () => {
    const net = new Net();
    const a = net.peer("a", { uplinkBytesPerSecond: 20_000 });
    const b = net.peer("b");
    await net.run(1000);
    a.links.sendBlob(b.device, name, new Uint8Array(4_000_000)); // fills the link's buffer for minutes
    for (let i = 0; i < QUEUED_MESSAGES; i++) a.links.send(b.device, STATUS);
    expect(leftOf(a)).toEqual([]);
    a.links.send(b.device, STATUS);
    expect(leftOf(a)).toEqual(["slow"]);
  });

  it("gives events one at a time, even to a listener that acts on them", async () => {
    const net = new Net();
    let depth = 0;
    let deepest = 0;
    const a = net.peer("a", {
      onEvent: (event, links) => {
        deepest = Math.max(deepest, ++depth);
        if (event.kind === "message") links.penalize(event.peer, "equivocation");
        depth--;
      },
    });
    net.peer("b");
    await net.run(3000);
    expect(deepest).toBe(1);
    expect(leftOf(a)).toEqual(["cut-off"]);
    expect(a.events.findLastIndex(({ kind }) => kind === "message")).toBeLessThan(
      a.events.findIndex(({ kind }) => kind === "left"),
    );
  });

  it("sends nothing after it has stopped", async () => {
    const net = new Net();
    const [a, b] = [net.peer("a"), net.peer("b")];
    await net.run(1000);
    a.links.stop();
    const before = a.links.traffic().sentBytes;
    a.links.send(b.device, STATUS);
    a.links.penalize(b.device, "equivocation");
    await net.run(1000);
    expect(a.links.traffic().sentBytes).toBe(before);
    expect(a.links.peers()).toEqual([]);
  });
});
