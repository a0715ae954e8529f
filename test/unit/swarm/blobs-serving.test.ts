import { describe, expect, test } from "vitest";
import { toHex } from "../../../shared/core/bytes.ts";
import { sha256 } from "../../../shared/core/hash.ts";
import { OPEN_WANTS } from "../../../shared/protocol/limits.ts";
import { VirtualClock } from "../../../shared/simulation/virtual-clock.ts";
import { Blobs } from "../../../shared/swarm/blobs.ts";

const CHUNKS = Array.from({ length: 8 }, (_, seed) => new Uint8Array(100).fill(seed));
const HASHES = CHUNKS.map((chunk) => toHex(sha256(chunk)));
const UPDATE = Uint8Array.of(1, 2, 3);
const NAME = toHex(sha256(UPDATE));

describe("those who ask", () => {
  /** A server whose line the test controls: nothing has left before the test says so. */
  function server(): {
    blobs: Blobs;
    clock: VirtualClock;
    sent: string[];
    told: string[];
    finish: () => void;
  } {
    const clock = new VirtualClock();
    const sent: string[] = [];
    const told: string[] = [];
    const ends: (() => void)[] = [];
    const blobs = new Blobs({
      clock,
      send: (peer, { kind }) => told.push(`${peer} ${kind}`),
      sendBlob: (peer, hash, _bytes, onEnd) => {
        sent.push(`${peer} ${hash.slice(0, 6)}`);
        ends.push(onEnd);
        return true;
      },
      cancelBlob: (peer, hash) => told.push(`${peer} is spared ${hash.slice(0, 6)}`),
      penalize: (peer, offence) => told.push(`${peer} ${offence}`),
    });
    return { blobs, clock, sent, told, finish: () => ends.shift()?.() };
  }

  const short = (index: number): string => HASHES[index]!.slice(0, 6);
  const provideAll = (blobs: Blobs): void => {
    for (const [index, hash] of HASHES.entries()) blobs.provide(hash, () => CHUNKS[index]!);
  };

  test("are told what is missing, and a blob provided twice is there until it was withdrawn twice", () => {
    const { blobs, sent, told, finish } = server();
    blobs.onWant("a", NAME);
    expect(told).toEqual(["a missing"]);
    blobs.provide(NAME, () => UPDATE);
    blobs.provide(NAME, () => UPDATE);
    blobs.withdraw(NAME);
    blobs.onWant("a", NAME);
    finish();
    expect(sent).toEqual([`a ${NAME.slice(0, 6)}`]);
    blobs.withdraw(NAME);
    blobs.onWant("a", NAME);
    expect(told).toEqual(["a missing", "a missing"]);
  });

  test("are served in turn, however much one of them asks", () => {
    const { blobs, sent, finish } = server();
    provideAll(blobs);
    for (const index of [0, 1, 2, 3]) blobs.onWant("greedy", HASHES[index]!);
    blobs.onWant("b", HASHES[4]!);
    blobs.onWant("c", HASHES[5]!);
    for (let turn = 0; turn < 6; turn++) finish();
    expect(sent).toEqual([
      `greedy ${short(0)}`,
      `b ${short(4)}`,
      `greedy ${short(1)}`,
      `c ${short(5)}`,
      `greedy ${short(2)}`,
      `greedy ${short(3)}`,
    ]);
  });

  test("are spared an update that is over before it was sent, and only that one", () => {
    const { blobs, told, finish } = server();
    for (const peer of ["a", "b"]) blobs.push(peer, NAME, UPDATE);
    blobs.push("c", HASHES[0]!, CHUNKS[0]!);
    finish(); // a has it
    blobs.recall(NAME);
    expect(told).toEqual([`b is spared ${NAME.slice(0, 6)}`]);
  });

  test("commit an offence when they ask for more than may wait, or for the same twice", () => {
    const { blobs, told } = server();
    provideAll(blobs);
    for (let index = 0; index <= OPEN_WANTS; index++) blobs.onWant("a", HASHES[index]!);
    expect(told).toEqual([]); // one is being served
    blobs.onWant("a", HASHES[6]!);
    blobs.onWant("b", HASHES[0]!);
    blobs.onWant("b", HASHES[1]!);
    blobs.onWant("b", HASHES[1]!);
    expect(told).toEqual(["a flood", "b flood"]);
  });

  test("wait while an update leaves, unless somebody's round needs it", () => {
    const { blobs, sent, finish } = server();
    provideAll(blobs);
    blobs.provide(NAME, () => UPDATE, true);
    blobs.push("member", NAME, UPDATE);
    blobs.onWant("joiner", HASHES[0]!);
    blobs.onWant("member", NAME);
    expect(sent).toEqual([`member ${NAME.slice(0, 6)}`, `member ${NAME.slice(0, 6)}`]);
    finish();
    expect(sent.at(-1)).toBe(`joiner ${short(0)}`);
  });

  test.each(["an update", "a chunk"])("do not wait long for a peer that does not read %s", (what) => {
    const { blobs, clock, sent } = server();
    provideAll(blobs);
    for (const peer of ["stuck 1", "stuck 2"]) {
      if (what === "an update") blobs.push(peer, HASHES[0]!, CHUNKS[0]!);
      else blobs.onWant(peer, HASHES[0]!);
    }
    blobs.onWant("joiner", HASHES[1]!);
    expect(sent.length).toBe(2);
    clock.advanceBy(11_000);
    expect(sent.at(-1)).toBe(`joiner ${short(1)}`);
  });

  test("are forgotten when they leave", () => {
    const { blobs, sent, finish } = server();
    provideAll(blobs);
    for (const peer of ["a", "b", "c"]) for (const index of [0, 1]) blobs.onWant(peer, HASHES[index]!);
    blobs.onPeerLeft("c");
    blobs.onPeerLeft("a");
    finish();
    finish();
    expect(sent).toEqual([`a ${short(0)}`, `b ${short(0)}`, `b ${short(1)}`]);
  });
});
