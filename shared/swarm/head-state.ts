/**
 * The bytes of a head: θ and then the outer momentum, as one run of little-endian float32, cut into chunks of 256 KiB. The list of
 * chunk hashes names every chunk, and the hash of that list (the `state` of a commit) names them all.
 */
import { assert } from "../core/assert.ts";
import { bytesOf, toHex } from "../core/bytes.ts";
import { sha256 } from "../core/hash.ts";
import type { Hash } from "../core/ids.ts";
import { createPace, runAtOnce, type Slices } from "../core/slices.ts";
import { CHUNK_BYTES } from "../protocol/limits.ts";

/**
 * Never written to once it is a head: chunks are sent from where they lie, and a chunk that changed under way would make an
 * honest donor look like a liar.
 */
export interface HeadState {
  /** θ, [parameterCount]. */
  readonly parameters: Float32Array;
  /** The outer optimiser's momentum, [parameterCount]. */
  readonly momentum: Float32Array;
}

const HASH_BYTES = 32;
/** Hashed in one go: some 50 ms. */
const SLICE_CHUNKS = 16;
const FLOAT_BYTES = 4;

/** θ = 0, momentum = 0: where arriving chunks are written. */
export function zeroState(parameterCount: number): HeadState {
  return { parameters: new Float32Array(parameterCount), momentum: new Float32Array(parameterCount) };
}

/** Bytes of θ and momentum together. */
export function stateBytes(parameterCount: number): number {
  return 2 * FLOAT_BYTES * parameterCount;
}

export function chunkCount(parameterCount: number): number {
  return Math.ceil(stateBytes(parameterCount) / CHUNK_BYTES);
}

/** Length of the list of chunk hashes. */
export function chunkListBytes(parameterCount: number): number {
  return HASH_BYTES * chunkCount(parameterCount);
}

/** All chunks have CHUNK_BYTES, except the last. */
export function chunkBytes(parameterCount: number, index: number): number {
  return Math.min(CHUNK_BYTES, stateBytes(parameterCount) - index * CHUNK_BYTES);
}

/** The hash of every chunk, one after the other: [chunkCount · 32]. About 12 ms per MB of state. */
export function chunkList(state: HeadState): Uint8Array {
  return runAtOnce(chunkListSlices(state));
}

export function* chunkListSlices(state: HeadState): Slices<Uint8Array> {
  const count = chunkCount(state.parameters.length);
  const list = new Uint8Array(count * HASH_BYTES);
  const isLong = createPace(SLICE_CHUNKS);
  for (let index = 0; index < count; index++) {
    list.set(sha256(chunkAt(state, index)), index * HASH_BYTES);
    if (isLong(1)) yield;
  }
  return list;
}

/** The name of a state: SHA-256 of its chunk list. */
export function stateHash(list: Uint8Array): Hash {
  return toHex(sha256(list));
}

/** The names of the chunks in a list. */
export function chunkHashes(list: Uint8Array): readonly Hash[] {
  assert(list.length % HASH_BYTES === 0, `a chunk list of ${list.length} bytes`);
  return Array.from({ length: list.length / HASH_BYTES }, (_, index) =>
    toHex(list.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES)),
  );
}

/** Chunk `index`; a view, except for the one chunk that holds the end of θ and the start of the momentum. */
export function chunkAt(state: HeadState, index: number): Uint8Array {
  const parameters = bytesOf(state.parameters);
  const momentum = bytesOf(state.momentum);
  const start = index * CHUNK_BYTES;
  const end = start + chunkBytes(state.parameters.length, index);
  if (end <= parameters.length) return parameters.subarray(start, end);
  if (start >= parameters.length)
    return momentum.subarray(start - parameters.length, end - parameters.length);
  const chunk = new Uint8Array(end - start);
  chunk.set(parameters.subarray(start));
  chunk.set(momentum.subarray(0, end - parameters.length), parameters.length - start);
  return chunk;
}

/** Puts chunk `index` in its place. @returns false when it has not the length of that chunk */
export function writeChunk(state: HeadState, index: number, chunk: Uint8Array): boolean {
  if (chunk.length !== chunkBytes(state.parameters.length, index)) return false;
  const parameters = bytesOf(state.parameters);
  const momentum = bytesOf(state.momentum);
  const start = index * CHUNK_BYTES;
  const inParameters = Math.max(0, Math.min(chunk.length, parameters.length - start));
  if (inParameters > 0) parameters.set(chunk.subarray(0, inParameters), start);
  if (inParameters < chunk.length) {
    momentum.set(chunk.subarray(inParameters), start + inParameters - parameters.length);
  }
  return true;
}

/** Whether every value is a finite number. */
export function isFiniteState(state: HeadState): boolean {
  return isFiniteVector(state.parameters) && isFiniteVector(state.momentum);
}

/** The state that the chunks make up, or null when a length is wrong or a value is not finite. */
export function stateFromChunks(parameterCount: number, chunks: readonly Uint8Array[]): HeadState | null {
  if (chunks.length !== chunkCount(parameterCount)) return null;
  const state = zeroState(parameterCount);
  const isComplete = chunks.every((chunk, index) => writeChunk(state, index, chunk));
  return isComplete && isFiniteState(state) ? state : null;
}

function isFiniteVector(values: Float32Array): boolean {
  for (let index = 0; index < values.length; index++) if (!Number.isFinite(values[index])) return false;
  return true;
}
