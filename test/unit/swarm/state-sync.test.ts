import { describe, expect, test } from "vitest";
import { createRandom } from "../../../shared/core/random.ts";
import type { Hash, PeerId } from "../../../shared/core/ids.ts";
import { CHUNK_BYTES, DONOR_WINDOW_MS, LINKS_ALIVE, STARVED_MS } from "../../../shared/protocol/limits.ts";
import { chunkCount, chunkList, type HeadState, stateHash } from "../../../shared/swarm/head-state.ts";
import {
  type ChunkCache,
  serveState,
  StateSync,
  type SyncFailure,
  type SyncRequest,
} from "../../../shared/swarm/state-sync.ts";
import { BlobWire, type Mischief, type WireNode } from "../../support/blob-wire.ts";

/** 5 MiB of state and a little more: 21 chunks, two questions for each of ten donors. */
const PARAMETER_COUNT = 10 * 65_536 + 1_000;
const STATE = randomState(PARAMETER_COUNT, "state");
const LIST = chunkList(STATE);

function randomState(parameterCount: number, seed: string): HeadState {
  const random = createRandom(seed);
  const fill = (length: number, offset: number): Float32Array =>
    Float32Array.from({ length }, (_, index) => random.uniform(offset + index) - 0.5);
  return { parameters: fill(parameterCount, 0), momentum: fill(parameterCount, parameterCount) };
}

/** Kept by a browser while its tabs come and go. */
class Keep implements ChunkCache {
  readonly chunks = new Map<Hash, Uint8Array>();

  get(hash: Hash): Promise<Uint8Array | null> {
    return Promise.resolve(this.chunks.get(hash) ?? null);
  }

  put(hash: Hash, bytes: Uint8Array): void {
    this.chunks.set(hash, bytes);
  }
}

interface Sync {
  readonly sync: StateSync;
  readonly progress: number[];
  state: HeadState | null;
  failure: SyncFailure | null;
  isOver: () => boolean;
}

function startSync(joiner: WireNode, list = LIST, options: Partial<SyncRequest> = {}): Sync {
  const request = {
    state: stateHash(list),
    parameterCount: PARAMETER_COUNT,
    donors: () => joiner.peers(),
    known: null,
    cache: null,
    ...options,
  };
  const progress: number[] = [];
  const sync = new StateSync(joiner.blobs, request, {
    onProgress: (doneBytes) => progress.push(doneBytes),
    onDone: (state) => (result.state = state),
    onFailed: (reason) => (result.failure = reason),
  });
  const result: Sync = {
    sync,
    progress,
    state: null,
    failure: null,
    isOver: () => result.state !== null || result.failure !== null,
  };
  return result;
}

function addDonors(wire: BlobWire, count: number, state = STATE, list = LIST): WireNode[] {
  return Array.from({ length: count }, (_, index) => {
    const donor = wire.join(`donor ${index}`);
    serveState(donor.blobs, state, list);
    return donor;
  });
}

function addBad(wire: BlobWire, count: number, mischief: Mischief): PeerId[] {
  return Array.from({ length: count }, (_, index) => wire.join(`bad ${index}`, mischief).name);
}

const nameOf = (state: HeadState | null): Hash | null =>
  state === null ? null : stateHash(chunkList(state));

/** Sends what was asked for with its last byte flipped. */
const corrupt: Mischief = (from, message, node) => {
  if (message.kind !== "want") return;
  const known = BYTES.get(message.hash)!;
  const bytes = known.slice();
  bytes[bytes.length - 1]! ^= 1;
  node.sendBlob(from, message.hash, bytes);
};
const silent: Mischief = () => {};

/** Every blob of the state by name, for those who want to damage it. */
const BYTES = new Map<Hash, Uint8Array>();
serveState({ provide: (hash, source) => BYTES.set(hash, source()!), withdraw: () => {} }, STATE, LIST);

describe("a joiner gets the state of a head", () => {
  test("from all donors at once", async () => {
    const wire = new BlobWire();
    const joiner = wire.join("joiner");
    const donors = addDonors(wire, 4);
    const result = startSync(joiner);
    await wire.run(result.isOver);
    expect(nameOf(result.state)).toBe(stateHash(LIST));
    expect(result.progress.at(-1)).toBe(8 * PARAMETER_COUNT);
    expect(result.progress).toEqual(result.progress.toSorted((a, b) => a - b));
    // Four lines of 20 Mbit/s: a quarter of the time of one, give or take the start.
    expect(wire.clock.nowMs()).toBeLessThan((1.25 * 8 * PARAMETER_COUNT) / 2_500 / 4 + 500);
    for (const { sent } of donors) expect(sent.length).toBeGreaterThan(chunkCount(PARAMETER_COUNT) / 6);
    expect(joiner.asked.length).toBe(chunkCount(PARAMETER_COUNT) + 1);
    expect(joiner.offences).toEqual([]);
  });

  test("holds one unfinished chunk per donor, whatever the size of the state", async () => {
    const wire = new BlobWire();
    const joiner = wire.join("joiner");
    addDonors(wire, 4);
    const result = startSync(joiner);
    await wire.run(result.isOver);
    expect(joiner.mostHeldBytes).toBeLessThanOrEqual(4 * CHUNK_BYTES);
    expect(joiner.blobs.heldBytes).toBe(0);
  });

  test("when two of four donors vanish on the way, at the cost of their unfinished chunks", async () => {
    const wire = new BlobWire();
    const joiner = wire.join("joiner");
    addDonors(wire, 4);
    const result = startSync(joiner);
    await wire.run(() => result.progress.length >= 10);
    wire.leave("donor 1");
    wire.leave("donor 2");
    await wire.run(result.isOver);
    expect(nameOf(result.state)).toBe(stateHash(LIST));
    expect(joiner.receivedBytes).toBeLessThanOrEqual(8 * PARAMETER_COUNT + LIST.length + 2 * CHUNK_BYTES);
  });

  test("from one honest donor among nine that send wrong bytes, and cuts off all nine", async () => {
    const wire = new BlobWire();
    const joiner = wire.join("joiner");
    const bad = addBad(wire, 9, corrupt);
    addDonors(wire, 1);
    const result = startSync(joiner);
    await wire.run(result.isOver);
    expect(nameOf(result.state)).toBe(stateHash(LIST));
    expect(joiner.peers()).toEqual(["donor 0"]);
    expect(joiner.offences.filter(({ offence }) => offence === "bad-blob").map(({ by }) => by)).toEqual(
      expect.arrayContaining(bad),
    );
  });

  test("from one honest donor among nine that never answer, each asked at most twice", async () => {
    const wire = new BlobWire();
    const joiner = wire.join("joiner");
    const bad = addBad(wire, 9, silent);
    addDonors(wire, 1);
    const result = startSync(joiner);
    await wire.run(result.isOver);
    expect(nameOf(result.state)).toBe(stateHash(LIST));
    for (const name of bad) {
      expect(joiner.asked.filter(({ peer }) => peer === name).length).toBeLessThanOrEqual(2);
    }
    // The list is asked for alone, and may meet all nine first; after that they are known.
    expect(wire.clock.nowMs()).toBeLessThan(11 * (DONOR_WINDOW_MS + 1_000) + (8 * PARAMETER_COUNT) / 2_500);
  });

  test("from a donor that comes only later", async () => {
    const wire = new BlobWire();
    const joiner = wire.join("joiner");
    const result = startSync(joiner);
    await wire.run(() => wire.clock.nowMs() >= STARVED_MS / 2);
    addDonors(wire, 1);
    await wire.run(result.isOver);
    expect(nameOf(result.state)).toBe(stateHash(LIST));
  });
});

describe("a joiner does not fetch again", () => {
  test("what it had before it was reloaded", async () => {
    const wire = new BlobWire();
    const cache = new Keep();
    addDonors(wire, 2);
    const first = startSync(wire.join("joiner"), LIST, { cache });
    await wire.run(() => first.progress.length >= 20);
    wire.leave("joiner");
    const again = wire.join("joiner");
    const result = startSync(again, LIST, { cache });
    await wire.run(result.isOver);
    expect(nameOf(result.state)).toBe(stateHash(LIST));
    expect(again.receivedBytes).toBe(8 * PARAMETER_COUNT - 20 * CHUNK_BYTES);
  });

  test("what its cache holds undamaged; the rest it does", async () => {
    const wire = new BlobWire();
    const joiner = wire.join("joiner");
    addDonors(wire, 1);
    const cache = new Keep();
    for (const [hash, bytes] of BYTES) cache.put(hash, bytes);
    const [tornHash, flippedHash] = [...BYTES.keys()].slice(3);
    cache.put(tornHash!, BYTES.get(tornHash!)!.subarray(0, 1_000));
    cache.put(
      flippedHash!,
      BYTES.get(flippedHash!)!.map((byte, index) => (index === 5 ? byte ^ 1 : byte)),
    );
    const result = startSync(joiner, LIST, { cache });
    await wire.run(result.isOver);
    expect(nameOf(result.state)).toBe(stateHash(LIST));
    expect(joiner.asked.map(({ hash }) => hash)).toEqual([tornHash, flippedHash]);
  });

  test("chunks of a state that it knows", async () => {
    const wire = new BlobWire();
    const joiner = wire.join("joiner");
    const next = { parameters: STATE.parameters.slice(), momentum: STATE.momentum.slice() };
    next.parameters[0] = 1;
    next.momentum[PARAMETER_COUNT - 1] = 1;
    const list = chunkList(next);
    addDonors(wire, 2, next, list);
    const result = startSync(joiner, list, { known: { state: STATE, list: LIST } });
    await wire.run(result.isOver);
    expect(nameOf(result.state)).toBe(stateHash(list));
    expect(joiner.asked.length).toBe(3); // the list and two chunks
  });

  test("equal chunks", async () => {
    const wire = new BlobWire();
    const joiner = wire.join("joiner");
    const state = { parameters: STATE.parameters, momentum: new Float32Array(PARAMETER_COUNT) };
    const list = chunkList(state);
    addDonors(wire, 1, state, list);
    const result = startSync(joiner, list);
    await wire.run(result.isOver);
    expect(nameOf(result.state)).toBe(stateHash(list));
    expect(joiner.receivedBytes).toBeLessThan(0.65 * 8 * PARAMETER_COUNT);
  });
});

describe("a sync ends without a state", () => {
  test("when nobody who has it was left for a while, and not before", async () => {
    const wire = new BlobWire();
    const joiner = wire.join("joiner");
    addDonors(wire, 1);
    const result = startSync(joiner);
    await wire.run(() => result.progress.length >= 10);
    wire.leave("donor 0");
    const leftAtMs = wire.clock.nowMs();
    await wire.run(result.isOver);
    expect(result.failure).toBe("starved");
    expect(wire.clock.nowMs() - leftAtMs).toBeGreaterThanOrEqual(STARVED_MS);
    expect(wire.clock.nowMs() - leftAtMs).toBeLessThan(STARVED_MS + 3_000);
  });

  test("when all donors have moved on", async () => {
    const wire = new BlobWire();
    const joiner = wire.join("joiner");
    const donor = wire.join("donor");
    const end = serveState(donor.blobs, STATE, LIST);
    const result = startSync(joiner);
    await wire.run(() => result.progress.length >= 10);
    end();
    await wire.run(result.isOver);
    expect(result.failure).toBe("starved");
    expect(joiner.offences).toEqual([]);
  });

  test("when it is cancelled, without a word and without memory", async () => {
    const wire = new BlobWire();
    const joiner = wire.join("joiner");
    addDonors(wire, 4);
    const result = startSync(joiner);
    await wire.run(() => result.progress.length >= 10 && joiner.blobs.heldBytes > 0);
    result.sync.cancel();
    expect(joiner.blobs.heldBytes).toBe(0);
    const progressCount = result.progress.length;
    await wire.run();
    expect(result.isOver()).toBe(false);
    expect(result.progress.length).toBe(progressCount);
    expect(joiner.offences).toEqual([]);
    expect(joiner.asked.length).toBeLessThanOrEqual(1 + 10 + 2 * LINKS_ALIVE);
  });

  test("when the agreed state is not finite", async () => {
    const wire = new BlobWire();
    const joiner = wire.join("joiner");
    const state = { parameters: STATE.parameters.slice(), momentum: STATE.momentum };
    state.parameters[77] = Number.NaN;
    const list = chunkList(state);
    addDonors(wire, 1, state, list);
    const result = startSync(joiner, list);
    await wire.run(result.isOver);
    expect(result.failure).toBe("not-finite");
  });
});
