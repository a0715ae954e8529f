/**
 * How a joiner gets the state of a head: first the list of chunk hashes, whose own hash the commit certificate names, then the chunks, from
 * all donors at once. The caller has checked the certificate; everything below it hangs on hashes.
 */
import type { Hash } from "../core/ids.ts";
import { toHex } from "../core/bytes.ts";
import { sha256 } from "../core/hash.ts";
import { ASKED_AT_ONCE, LINKS_ALIVE } from "../protocol/limits.ts";
import { type BlobFailure, exactly } from "./blob/blob-ports.ts";
import type { Donors } from "./blob/fetches.ts";
import type { Blobs } from "./blobs.ts";
import {
  chunkAt,
  chunkBytes,
  chunkHashes,
  chunkListBytes,
  type HeadState,
  isFiniteState,
  stateBytes,
  stateHash,
  writeChunk,
  zeroState,
} from "./head-state.ts";

/** Chunks asked for at once: enough for every donor that we may have. */
const FETCHES_AT_ONCE = ASKED_AT_ONCE * LINKS_ALIVE;

/** Chunks that outlive this object, so that a joiner which is reloaded goes on where it was. What comes back is checked. */
export interface ChunkCache {
  /** Null when it is not there, or could not be read; never rejects. */
  get(hash: Hash): Promise<Uint8Array | null>;
  /** Keeps it if it can; never throws. The bytes do not change. */
  put(hash: Hash, bytes: Uint8Array): void;
}

export interface SyncRequest {
  /** `state` of the head: hash of the chunk list. */
  readonly state: Hash;
  readonly parameterCount: number;
  /** Peers that stand on this head, now. */
  readonly donors: Donors;
  /** A state that we have, with its list: chunks that it shares are not fetched. */
  readonly known: { readonly state: HeadState; readonly list: Uint8Array } | null;
  readonly cache: ChunkCache | null;
}

/** starved: nobody is left who has it (see Blobs.fetch); not-finite: the head itself is broken, and its signers agreed to that. */
export type SyncFailure = BlobFailure | "not-finite";

export interface SyncListener {
  readonly onProgress: (doneBytes: number, totalBytes: number) => void;
  readonly onDone: (state: HeadState, list: Uint8Array) => void;
  readonly onFailed: (reason: SyncFailure) => void;
}

export class StateSync {
  readonly #blobs: Blobs;
  readonly #request: SyncRequest;
  readonly #listener: SyncListener;
  readonly #result: HeadState;
  #list: Uint8Array = new Uint8Array();
  /** Where each chunk goes. Equal chunks are one blob. */
  readonly #places = new Map<Hash, number[]>();
  /** Not yet looked for, in order. */
  #todo: Hash[] = [];
  /** Cancels for what is being fetched. */
  readonly #open = new Map<Hash, () => void>();
  #doneBytes = 0;
  #isOver = false;

  /** Begins at once. Exactly one of `onDone` and `onFailed` is called, unless it is cancelled. */
  constructor(blobs: Blobs, request: SyncRequest, listener: SyncListener) {
    this.#blobs = blobs;
    this.#request = request;
    this.#listener = listener;
    this.#result = zeroState(request.parameterCount);
    const bytes = chunkListBytes(request.parameterCount);
    void this.#obtain(request.state, bytes, (list) => this.#start(list));
  }

  /** Stops fetching; the cache keeps what has arrived. */
  cancel(): void {
    this.#isOver = true;
    for (const cancelFetch of this.#open.values()) cancelFetch();
    this.#open.clear();
  }

  #start(list: Uint8Array): void {
    const { known } = this.#request;
    this.#list = list;
    for (const [index, hash] of chunkHashes(list).entries()) {
      const places = this.#places.get(hash);
      if (places === undefined) this.#places.set(hash, [index]);
      else places.push(index);
    }
    const knownHashes = known === null ? [] : chunkHashes(known.list);
    const knownIndices = new Map(knownHashes.map((hash, index) => [hash, index]));
    this.#todo = [...this.#places.keys()].filter((hash) => !knownIndices.has(hash));
    for (const hash of this.#places.keys()) {
      const index = knownIndices.get(hash);
      if (known !== null && index !== undefined) this.#place(hash, chunkAt(known.state, index));
    }
    this.#next();
  }

  #next(): void {
    while (this.#open.size < FETCHES_AT_ONCE && !this.#isOver) {
      const hash = this.#todo.shift();
      if (hash === undefined) break;
      const bytes = chunkBytes(this.#request.parameterCount, this.#places.get(hash)![0]!);
      void this.#obtain(hash, bytes, (chunk) => {
        this.#place(hash, chunk);
        this.#next();
      });
    }
    if (!this.#isOver && this.#open.size === 0) this.#finish();
  }

  /** From the cache, or else from the donors. */
  async #obtain(hash: Hash, bytes: number, onDone: (bytes: Uint8Array) => void): Promise<void> {
    const { cache, donors } = this.#request;
    this.#open.set(hash, () => {});
    const cached = cache === null ? null : await cache.get(hash);
    if (this.#isOver) return;
    if (cached?.length === bytes && toHex(sha256(cached)) === hash) {
      this.#open.delete(hash);
      onDone(cached);
      return;
    }
    const cancelFetch = this.#blobs.fetch(hash, exactly(bytes), donors, {
      onDone: (blob) => {
        this.#open.delete(hash);
        cache?.put(hash, blob);
        onDone(blob);
      },
      onFailed: (reason) => this.#fail(reason),
    });
    this.#open.set(hash, cancelFetch);
  }

  #place(hash: Hash, chunk: Uint8Array): void {
    for (const index of this.#places.get(hash) ?? []) {
      if (!writeChunk(this.#result, index, chunk)) return this.#fail("refused");
      this.#doneBytes += chunk.length;
    }
    this.#listener.onProgress(this.#doneBytes, stateBytes(this.#request.parameterCount));
  }

  #finish(): void {
    if (!isFiniteState(this.#result)) return this.#fail("not-finite");
    this.#isOver = true;
    this.#listener.onDone(this.#result, this.#list);
  }

  #fail(reason: SyncFailure): void {
    if (this.#isOver) return;
    this.cancel();
    this.#listener.onFailed(reason);
  }
}

/** Offers the list and all chunks of a state to peers. @returns a function that ends the offer */
export function serveState(
  blobs: Pick<Blobs, "provide" | "withdraw">,
  state: HeadState,
  list: Uint8Array,
): () => void {
  const offers = new Map<Hash, () => Uint8Array>([[stateHash(list), () => list]]);
  for (const [index, hash] of chunkHashes(list).entries()) offers.set(hash, () => chunkAt(state, index));
  for (const [hash, source] of offers) blobs.provide(hash, source);
  return () => {
    for (const hash of offers.keys()) blobs.withdraw(hash);
  };
}
