import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesOf, concatBytes, toHex } from "../../../shared/core/bytes.ts";
import { sha256 } from "../../../shared/core/hash.ts";
import { createRandom } from "../../../shared/core/random.ts";
import { CHUNK_BYTES } from "../../../shared/protocol/limits.ts";
import {
  chunkAt,
  chunkBytes,
  chunkCount,
  chunkHashes,
  chunkList,
  type HeadState,
  stateBytes,
  stateFromChunks,
  stateHash,
} from "../../../shared/swarm/head-state.ts";

const CHUNK_VALUES = CHUNK_BYTES / 4;

function randomState(parameterCount: number, seed = "state"): HeadState {
  const random = createRandom(seed);
  const parameters = new Float32Array(parameterCount);
  const momentum = new Float32Array(parameterCount);
  random.fork("parameters").fillNormal(parameters, 1);
  random.fork("momentum").fillNormal(momentum, 1);
  return { parameters, momentum };
}

const chunksOf = (state: HeadState): Uint8Array[] =>
  Array.from({ length: chunkCount(state.parameters.length) }, (_, index) => chunkAt(state, index));

/** Below, at and above every boundary: one chunk in all, θ in whole chunks, a chunk that holds the end of θ. */
const COUNTS = [
  1,
  2,
  CHUNK_VALUES / 2,
  CHUNK_VALUES / 2 + 1,
  CHUNK_VALUES,
  CHUNK_VALUES + 3,
  2 * CHUNK_VALUES - 1,
];

describe("the chunks of a state", () => {
  test.each(COUNTS)("are its bytes in order, with %i parameters", (parameterCount) => {
    const state = randomState(parameterCount);
    const whole = concatBytes([bytesOf(state.parameters), bytesOf(state.momentum)]);
    const chunks = chunksOf(state);
    expect(toHex(sha256(concatBytes(chunks)))).toBe(toHex(sha256(whole)));
    expect(whole.length).toBe(stateBytes(parameterCount));
    expect(chunks.map((chunk) => chunk.length)).toEqual(
      chunks.map((_, index) => chunkBytes(parameterCount, index)),
    );
    expect(chunks.slice(0, -1).every((chunk) => chunk.length === CHUNK_BYTES)).toBe(true);
  });

  test("are views where they lie in one array", () => {
    const state = randomState(CHUNK_VALUES + 3);
    expect(chunkAt(state, 0).buffer).toBe(state.parameters.buffer);
    expect(chunkAt(state, 2).buffer).toBe(state.momentum.buffer);
  });

  test("are named by the list, and the list by its hash", () => {
    const state = randomState(CHUNK_VALUES + 3);
    const list = chunkList(state);
    expect(chunkHashes(list)).toEqual(chunksOf(state).map((chunk) => toHex(sha256(chunk))));
    expect(stateHash(list)).toBe(toHex(sha256(list)));
  });

  /** Every head in the network is named by this. */
  test("keep their names", () => {
    const state = { parameters: Float32Array.of(1, -2, 0.5), momentum: Float32Array.of(0, 3, -0) };
    const expected = sha256(
      Uint8Array.of(0, 0, 128, 63, 0, 0, 0, 192, 0, 0, 0, 63, 0, 0, 0, 0, 0, 0, 64, 64, 0, 0, 0, 128),
    );
    expect(toHex(chunkList(state))).toBe(toHex(expected));
    expect(stateHash(chunkList(state))).toMatchInlineSnapshot(
      `"b52db86a66bf3375d357c3448ce18f14d63e7e764561f28e47421209342ab825"`,
    );
  });
});

describe("a state from chunks", () => {
  test.each(COUNTS)("is the same, with %i parameters", (parameterCount) => {
    const state = randomState(parameterCount);
    const copy = stateFromChunks(parameterCount, chunksOf(state));
    expect(copy && stateHash(chunkList(copy))).toBe(stateHash(chunkList(state)));
  });

  test("is refused with a chunk too few, too many, or of another length", () => {
    const parameterCount = CHUNK_VALUES + 3;
    const chunks = chunksOf(randomState(parameterCount));
    expect(stateFromChunks(parameterCount, chunks.slice(1))).toBeNull();
    expect(stateFromChunks(parameterCount, [...chunks, new Uint8Array(4)])).toBeNull();
    expect(stateFromChunks(parameterCount, [...chunks.slice(0, -1), new Uint8Array(4)])).toBeNull();
    expect(stateFromChunks(parameterCount - 1, chunks)).toBeNull();
  });

  test("is refused when a single value is not finite, wherever it is", () => {
    const parameterCount = 50;
    fc.assert(
      fc.property(
        fc.nat(2 * parameterCount - 1),
        fc.constantFrom(Number.NaN, Infinity, -Infinity),
        (position, value) => {
          const state = randomState(parameterCount);
          const array = position < parameterCount ? state.parameters : state.momentum;
          array[position % parameterCount] = value;
          expect(stateFromChunks(parameterCount, chunksOf(state))).toBeNull();
        },
      ),
      { numRuns: 30 },
    );
  });
});
