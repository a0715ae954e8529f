/**
 * The device's own chain of records: each names the one before it, so that nobody, the device included, can rewrite what it said. A place is reserved on the
 * disk with the bytes that go there before they are signed: after a crash the same bytes are signed, or nothing, and never two records for one place.
 */
import { assert } from "../core/assert.ts";
import { TabloomError } from "../core/errors.ts";
import type { Hash, PeerId } from "../core/ids.ts";
import type { Signer } from "../ports/signatures.ts";
import { addSignatures, feedRecordBytes, type FeedPlace, sealRecord } from "./record.ts";
import { type FeedEntry, NO_HASH, openRecord } from "./record-content.ts";
import type { RecordSignature, SignedRecord } from "./signed-record.ts";

/** Where a feed ends. */
export interface FeedEnd {
  /** Place of the last record; −1 for an empty feed. */
  readonly seq: number;
  /** Its hash, NO_HASH for an empty feed. */
  readonly hash: Hash;
  /** Head that the last contribution was made on: a second one on it would contradict the first. Null before the first. */
  readonly workedOn: Hash | null;
}

export const EMPTY_FEED: FeedEnd = { seq: -1, hash: NO_HASH, workedOn: null };

/** Keeps the end of the own feed. What it was told is on the disk when its promise resolves. */
export interface FeedStore {
  /** @returns `reserved`: bytes of the next record, which may or may not have been signed; null when there are none */
  load(device: PeerId): Promise<{ readonly end: FeedEnd; readonly reserved: Uint8Array | null } | null>;
  reserve(device: PeerId, bytes: Uint8Array): Promise<void>;
  /** Keeps a record of the feed, which ends with it now, and lifts the reservation. */
  keep(device: PeerId, end: FeedEnd, record: SignedRecord): Promise<void>;
}

/** The next record was begun, and only the person's key could finish it, which is not here: the device cannot write any more. */
export class StuckFeedError extends TabloomError {
  override readonly name = "StuckFeedError";
}

export class Feed {
  readonly #signer: Signer;
  readonly #store: FeedStore;
  /** Where it ended when it was opened. */
  readonly kept: FeedEnd;
  #end: FeedEnd;
  /** Settles when the record before is kept: places are given out one after the other. */
  #free: Promise<unknown> = Promise.resolve();

  private constructor(signer: Signer, store: FeedStore, end: FeedEnd) {
    this.#signer = signer;
    this.#store = store;
    this.kept = end;
    this.#end = end;
  }

  /**
   * Goes on where the device's feed ends.
   * @param person signs a delegation that was begun
   * @throws StuckFeedError, and what the store throws
   */
  static async open(signer: Signer, store: FeedStore, person: Signer | null = null): Promise<Feed> {
    const kept = await store.load(signer.device);
    const feed = new Feed(signer, store, kept?.end ?? EMPTY_FEED);
    const reserved = kept?.reserved ?? null;
    // Ed25519 gives the same bytes the same signature, so it does not matter whether they were signed before.
    if (reserved !== null) await feed.#seal(reserved, person);
    return feed;
  }

  /** The feed of a new device, which has written nothing. */
  static begin(signer: Signer, store: FeedStore): Feed {
    return new Feed(signer, store, EMPTY_FEED);
  }

  get device(): PeerId {
    return this.#signer.device;
  }

  get end(): FeedEnd {
    return this.#end;
  }

  /** Of the next record. */
  get next(): FeedPlace {
    return { device: this.device, seq: this.#end.seq + 1, prev: this.#end.hash };
  }

  /**
   * Signs the next record and keeps it. Nobody has seen it before it is on the disk.
   * @param person signs too, which a delegation needs
   * @throws what the store throws: the record then does not exist
   */
  append(entry: FeedEntry, person: Signer | null = null): Promise<SignedRecord> {
    assert(entry.type !== "delegation" || person !== null, "a delegation is signed by the person too");
    const record = this.#free.then(async () => {
      const bytes = feedRecordBytes(this.next, entry);
      await this.#store.reserve(this.device, bytes);
      return this.#seal(bytes, person);
    });
    this.#free = record.catch(() => undefined); // whoever appended gets the error
    return record;
  }

  /**
   * Keeps a delegation that the person has signed elsewhere, where their key is. Nothing is reserved for it: after a crash nobody could finish it here, and nobody
   * has seen it before it is on the disk.
   * @param person their signature, checked already, over these bytes
   * @returns null when the feed has gone on, so that the bytes are not those of the next record
   */
  appendSigned(bytes: Uint8Array, person: RecordSignature): Promise<SignedRecord | null> {
    const record = this.#free.then(async () => {
      const opened = openRecord(bytes);
      assert(opened.ok && opened.content.type === "delegation", "what else is signed elsewhere");
      const { device, seq, prev } = opened.content;
      if (device !== this.device || seq !== this.next.seq || prev !== this.next.prev) return null;
      const signed = addSignatures(await sealRecord(bytes, this.#signer), [person]);
      await this.#keep(signed, this.#end.workedOn);
      return signed;
    });
    this.#free = record.catch(() => undefined); // whoever appended gets the error
    return record;
  }

  async #seal(bytes: Uint8Array, person: Signer | null): Promise<SignedRecord> {
    const { device } = this.#signer;
    const opened = openRecord(bytes);
    assert(opened.ok, "made by this class");
    const { content } = opened;
    if (content.type === "delegation" && person === null)
      throw new StuckFeedError(`the feed of ${device} ends with a delegation that nobody can sign`);
    const signers =
      content.type === "delegation" && person !== null ? [this.#signer, person] : [this.#signer];
    const record = await sealRecord(bytes, ...signers);
    const workedOn = content.type === "contribution" ? content.body.base : this.#end.workedOn;
    await this.#keep(record, workedOn);
    return record;
  }

  async #keep(record: SignedRecord, workedOn: Hash | null): Promise<void> {
    const end = { seq: this.#end.seq + 1, hash: record.hash, workedOn };
    await this.#store.keep(this.device, end, record);
    this.#end = end;
  }
}
