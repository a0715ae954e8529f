import { describe, expect, test } from "vitest";
import { toHex } from "../../../shared/core/bytes.ts";
import { sha256 } from "../../../shared/core/hash.ts";
import type { Hash } from "../../../shared/core/ids.ts";
import {
  ASKED_AT_ONCE,
  CHUNK_BYTES,
  DONOR_WINDOW_MS,
  RETRY_MS,
  STARVED_MS,
} from "../../../shared/protocol/limits.ts";
import { atMost, type BlobFailure, exactly } from "../../../shared/swarm/blob/blob-ports.ts";
import { BlobWire, type WireNode } from "../../support/blob-wire.ts";

const blobOf = (seed: number, bytes = 40_000): Uint8Array =>
  Uint8Array.from({ length: bytes }, (_, index) => (index * 31 + seed * 7 + (index >> 8)) & 255);
const nameOf = (bytes: Uint8Array): Hash => toHex(sha256(bytes));

const UPDATE = blobOf(1);
const NAME = nameOf(UPDATE);

interface Outcome {
  /** Names of what came. */
  readonly done: Hash[];
  readonly failed: BlobFailure[];
  readonly onDone: (bytes: Uint8Array) => void;
  readonly onFailed: (reason: BlobFailure) => void;
}

function outcome(): Outcome {
  const done: Hash[] = [];
  const failed: BlobFailure[] = [];
  return {
    done,
    failed,
    onDone: (bytes) => done.push(nameOf(bytes)),
    onFailed: (reason) => failed.push(reason),
  };
}

function pair(): { wire: BlobWire; a: WireNode; b: WireNode } {
  const wire = new BlobWire();
  return { wire, a: wire.join("a"), b: wire.join("b") };
}

describe("a pushed blob", () => {
  test("arrives where it was announced, and takes memory only while it does", async () => {
    const { wire, a, b } = pair();
    const result = outcome();
    b.blobs.expect(NAME, exactly(UPDATE.length), "a", result);
    expect(b.blobs.heldBytes).toBe(0);
    a.blobs.push("b", NAME, UPDATE);
    await wire.run();
    expect(result.done).toEqual([NAME]);
    expect(b.mostHeldBytes).toBe(UPDATE.length);
    expect(b.blobs.heldBytes).toBe(0);
    expect(b.offences).toEqual([]);
  });

  test("is refused from anybody else, twice, and in another size", async () => {
    const { wire, a, b } = pair();
    const c = wire.join("c");
    const result = outcome();
    b.blobs.expect(NAME, exactly(UPDATE.length), "a", result);
    c.sendPart("b", { hash: NAME, offset: 0, totalBytes: UPDATE.length, data: UPDATE.subarray(0, 5_000) });
    await wire.run();
    expect(b.offences).toEqual([{ by: "c", offence: "unwanted" }]);
    a.sendPart("b", { hash: NAME, offset: 0, totalBytes: 1 << 30, data: UPDATE.subarray(0, 5_000) });
    await wire.run();
    expect(b.offences.at(-1)).toEqual({ by: "a", offence: "wrong-size" });
    expect(result.failed).toEqual(["refused"]);
    expect(b.mostHeldBytes).toBe(0);
    a.sendPart("b", { hash: NAME, offset: 0, totalBytes: UPDATE.length, data: UPDATE.subarray(0, 5_000) });
    await wire.run();
    expect(b.offences.at(-1)).toEqual({ by: "a", offence: "unwanted" });
  });

  test("of two announcers serves both who wait, whatever length one of them claimed", async () => {
    const { wire, a, b } = pair();
    const [honest, copycat] = [outcome(), outcome()];
    b.blobs.expect(NAME, exactly(9), "c", copycat);
    b.blobs.expect(NAME, exactly(UPDATE.length), "a", honest);
    a.blobs.push("b", NAME, UPDATE);
    await wire.run();
    expect(honest.done).toEqual([NAME]);
    expect(copycat).toMatchObject({ done: [], failed: ["refused"] });
    expect(b.offences).toEqual([]);
  });

  test("fails when its sender leaves on the way, or lies", async () => {
    const { wire, a, b } = pair();
    const [left, lie] = [outcome(), outcome()];
    b.blobs.expect(NAME, exactly(UPDATE.length), "a", left);
    a.blobs.push("b", NAME, UPDATE);
    await wire.run(() => b.receivedBytes > 0);
    wire.leave("a");
    expect(left.failed).toEqual(["left"]);
    expect(b.blobs.heldBytes).toBe(0);
    wire.join("c");
    b.blobs.expect(NAME, exactly(UPDATE.length), "c", lie);
    wire.nodes.get("c")!.sendBlob("b", NAME, blobOf(2));
    await wire.run();
    expect(lie).toMatchObject({ done: [], failed: ["bad-blob"] });
    expect(b.peers()).toEqual([]);
  });

  test("that came too late to be needed is dropped, and is no offence", async () => {
    const { wire, a, b } = pair();
    const result = outcome();
    const cancel = b.blobs.expect(NAME, exactly(UPDATE.length), "a", result);
    a.blobs.push("b", NAME, UPDATE);
    await wire.run(() => b.receivedBytes > 0);
    cancel();
    expect(b.blobs.heldBytes).toBe(0);
    await wire.run();
    expect(b.receivedBytes).toBe(UPDATE.length);
    expect(result).toMatchObject({ done: [], failed: [] });
    expect(b.offences).toEqual([]);
  });

  test("may be taken back for another, which costs only who waited for it", async () => {
    const { wire, a, b } = pair();
    const other = blobOf(8);
    const [first, second] = [outcome(), outcome()];
    b.blobs.expect(NAME, exactly(UPDATE.length), "a", first);
    b.blobs.expect(nameOf(other), exactly(other.length), "a", second);
    a.sendPart("b", { hash: NAME, offset: 0, totalBytes: UPDATE.length, data: UPDATE.subarray(0, 5_000) });
    a.blobs.push("b", nameOf(other), other);
    await wire.run();
    expect(first.failed).toEqual(["refused"]);
    expect(second.done).toEqual([nameOf(other)]);
    expect(b.offences).toEqual([{ by: "a", offence: "stalled" }]);
  });

  test("waits for no memory that others hold: it fails, and what is fetched is asked for later", async () => {
    const wire = new BlobWire();
    const b = wire.join("b", null, 60_000);
    const [first, second] = [outcome(), outcome()];
    const other = blobOf(3);
    const [a, c] = [wire.join("a"), wire.join("c")];
    c.blobs.provide(nameOf(other), () => other);
    b.blobs.expect(NAME, exactly(UPDATE.length), "a", first);
    a.sendPart("b", { hash: NAME, offset: 0, totalBytes: UPDATE.length, data: UPDATE.subarray(0, 16_000) });
    await wire.run();
    b.blobs.fetch(nameOf(other), exactly(other.length), () => ["c"], second);
    await wire.run(() => wire.clock.nowMs() > RETRY_MS / 2);
    expect(second.done).toEqual([]);
    expect(b.mostHeldBytes).toBeLessThanOrEqual(60_000);
    a.sendPart("b", { hash: NAME, offset: 16_000, totalBytes: UPDATE.length, data: UPDATE.subarray(16_000) });
    await wire.run();
    expect(first.done).toEqual([NAME]);
    expect(second.done).toEqual([nameOf(other)]);
    expect(b.offences).toEqual([]);
  });
});

describe("a fetched blob", () => {
  test("comes from the first who has it, at most two questions open with each", async () => {
    const { wire, a, b } = pair();
    const blobs = Array.from({ length: 20 }, (_, seed) => blobOf(seed + 10));
    const results = blobs.map(() => outcome());
    let mostOpen = 0;
    for (const blob of blobs) a.blobs.provide(nameOf(blob), () => blob);
    for (const [index, blob] of blobs.entries()) {
      b.blobs.fetch(nameOf(blob), atMost(CHUNK_BYTES), () => ["a"], results[index]!);
    }
    await wire.run(() => {
      const doneCount = results.filter(({ done }) => done.length > 0).length;
      mostOpen = Math.max(mostOpen, b.asked.length - doneCount);
      return false;
    });
    expect(results.map(({ done }) => done)).toEqual(blobs.map((blob) => [nameOf(blob)]));
    expect(mostOpen).toBe(ASKED_AT_ONCE);
  });

  /** WebTorrent issue 2432: a peer with bad pieces is asked for them forever, and the download stalls. */
  test("is asked of nobody twice before all others have failed too", async () => {
    const wire = new BlobWire();
    const joiner = wire.join("joiner");
    for (const name of ["a", "b", "c"]) wire.join(name);
    const result = outcome();
    joiner.blobs.fetch(NAME, exactly(UPDATE.length), () => joiner.peers(), result);
    await wire.run(() => result.failed.length > 0);
    const asked = joiner.asked.map(({ peer }) => peer);
    expect(asked.length).toBeGreaterThan(6);
    for (let index = 0; index + 3 <= asked.length; index += 3) {
      expect(asked.slice(index, index + 3).toSorted()).toEqual(["a", "b", "c"]);
    }
    expect(asked.length).toBeLessThan(30); // pauses grow
    expect(result.failed).toEqual(["starved"]);
  });

  test("is given up when nobody has been there for a while", async () => {
    const { wire, b } = pair();
    const result = outcome();
    b.blobs.fetch(NAME, exactly(UPDATE.length), () => [], result);
    await wire.run();
    expect(result.failed).toEqual(["starved"]);
    expect(wire.clock.nowMs()).toBeGreaterThanOrEqual(STARVED_MS);
    expect(wire.clock.nowMs()).toBeLessThan(STARVED_MS + 3_000);
  });

  test.each([
    ["never answers", 0],
    ["sends a kilobyte a second", 1_024],
  ])("comes from elsewhere when a donor %s", async (_name, bytesPerSecond) => {
    const wire = new BlobWire();
    const joiner = wire.join("joiner");
    const blob = blobOf(4, CHUNK_BYTES);
    wire.join("slow", (from, message, node) => {
      if (message.kind !== "want" || bytesPerSecond === 0) return;
      for (let second = 0; second < blob.length / bytesPerSecond; second++) {
        const offset = second * bytesPerSecond;
        const data = blob.subarray(offset, offset + bytesPerSecond);
        const part = { hash: message.hash, offset, totalBytes: blob.length, data };
        wire.clock.setTimer(1_000 * second, () => node.sendPart(from, part));
      }
    });
    const result = outcome();
    wire.join("good").blobs.provide(nameOf(blob), () => blob);
    joiner.blobs.fetch(nameOf(blob), exactly(blob.length), () => ["slow", "good"], result);
    await wire.run(() => result.done.length > 0);
    expect(result.done).toEqual([nameOf(blob)]);
    expect(joiner.asked.map(({ peer }) => peer)).toEqual(["slow", "good"]);
    expect(wire.clock.nowMs()).toBeLessThan(DONOR_WINDOW_MS + 3_000);
    await wire.run();
    expect(joiner.offences).toEqual([{ by: "slow", offence: "stalled" }]);
    expect(joiner.blobs.heldBytes).toBe(0);
  });

  test("is taken from a donor that had been passed over, if it still comes first", async () => {
    const wire = new BlobWire();
    const joiner = wire.join("joiner");
    const lateMs = DONOR_WINDOW_MS + 5_000;
    wire.join("late", (from, { kind }, node) => {
      if (kind === "want") wire.clock.setTimer(lateMs, () => node.sendBlob(from, NAME, UPDATE));
    });
    wire.join("silent", () => {});
    const result = outcome();
    joiner.blobs.fetch(NAME, exactly(UPDATE.length), () => ["late", "silent"], result);
    await wire.run(() => result.done.length > 0);
    expect(wire.clock.nowMs()).toBeLessThan(lateMs + 100);
    expect(joiner.offences.map(({ offence }) => offence)).toEqual(["stalled"]);
  });

  test("is asked for once when two want it, and reaches who is left when one of them cancels", async () => {
    const { wire, a, b } = pair();
    a.blobs.provide(NAME, () => UPDATE);
    const [first, second] = [outcome(), outcome()];
    const cancel = b.blobs.fetch(NAME, exactly(UPDATE.length), () => ["a"], first);
    b.blobs.fetch(NAME, exactly(UPDATE.length), () => ["a"], second);
    await wire.run(() => b.receivedBytes > 0);
    cancel();
    await wire.run();
    expect(first.done).toEqual([]);
    expect(second.done).toEqual([NAME]);
    expect(b.asked.length).toBe(1);
  });
});
