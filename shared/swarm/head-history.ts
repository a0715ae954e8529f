/** The last few heads: what a fork needs to go back to, and what newcomers and stragglers fetch. */
import { must } from "../core/assert.ts";
import type { Hash } from "../core/ids.ts";
import type { SignedRecord } from "../ledger/signed-record.ts";
import { chunkAt, chunkHashes } from "./head-state.ts";
import type { KnownHead } from "./known-head.ts";

/** A joiner that started with one of these can still finish with it and catch up by the updates. */
const KEPT_HEADS = 4;

/** Where other peers find blobs. */
export interface BlobShelf {
  provide(hash: Hash, source: () => Uint8Array | null): void;
  withdraw(hash: Hash): void;
}

/** What led to a head: served to those who were not there. */
export interface RoundMaterial {
  readonly contributions: readonly SignedRecord[];
  readonly updates: ReadonlyMap<Hash, Uint8Array>;
}

/** For a head that was fetched whole. */
export const NO_MATERIAL: RoundMaterial = { contributions: [], updates: new Map() };

interface Entry {
  readonly known: KnownHead;
  readonly material: RoundMaterial;
}

export class HeadHistory {
  readonly #shelf: BlobShelf;
  readonly #entries: Entry[] = [];

  constructor(shelf: BlobShelf, first: KnownHead) {
    this.#shelf = shelf;
    this.add(first, NO_MATERIAL);
  }

  get latest(): KnownHead {
    return must(this.#entries.at(-1), "there is always a head").known;
  }

  find(head: Hash): KnownHead | null {
    return this.#entries.find(({ known }) => known.head.hash === head)?.known ?? null;
  }

  contribution(record: Hash): SignedRecord | null {
    for (const { material } of this.#entries) {
      const found = material.contributions.find(({ hash }) => hash === record);
      if (found) return found;
    }
    return null;
  }

  /** Makes this the latest head. */
  add(known: KnownHead, material: RoundMaterial): void {
    this.#entries.push({ known, material });
    for (const [hash, source] of blobsOf(known, material)) this.#shelf.provide(hash, source);
    while (this.#entries.length > KEPT_HEADS) {
      const dropped = must(this.#entries.shift(), "not empty");
      for (const hash of blobsOf(dropped.known, dropped.material).keys()) this.#shelf.withdraw(hash);
    }
  }
}

function blobsOf(
  { head, state, chunkList }: KnownHead,
  { updates }: RoundMaterial,
): Map<Hash, () => Uint8Array> {
  const blobs = new Map<Hash, () => Uint8Array>([[head.state, () => chunkList]]);
  chunkHashes(chunkList).forEach((hash, index) => blobs.set(hash, () => chunkAt(state, index)));
  for (const [hash, bytes] of updates) blobs.set(hash, () => bytes);
  return blobs;
}
