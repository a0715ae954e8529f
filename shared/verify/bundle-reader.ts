/**
 * Reads a bundle from front to back as its bytes arrive. Before the bytes of an entry are taken its caller has seen their number and may refuse it; nothing is
 * allocated for what a length claims, only for what came.
 */
import { assert } from "../core/assert.ts";
import { concatBytes } from "../core/bytes.ts";
import {
  BLOB_ENTRY,
  CONTENTS_ENTRY,
  ENTRY_HEAD_BYTES,
  MAGIC,
  MAGIC_NAME,
  RECORD_ENTRY,
} from "./bundle-format.ts";
import { type Checked, failAt, NotABundleError, type Place } from "./failure.ts";

export interface EntryHead extends Place {
  readonly kind: "contents" | "record" | "blob";
  /** Of the bytes that follow, as the file claims. */
  readonly length: number;
}

const KINDS: Readonly<Record<number, EntryHead["kind"]>> = {
  [CONTENTS_ENTRY]: "contents",
  [RECORD_ENTRY]: "record",
  [BLOB_ENTRY]: "blob",
};

export class BundleReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  /** What came and was not taken yet. */
  #rest: Uint8Array = new Uint8Array();
  #position = 0;
  #entries = 0;
  /** The entry whose head was read and whose bytes were not; null at the end. */
  #head: EntryHead | null | undefined;

  private constructor(source: AsyncIterable<Uint8Array>) {
    this.#chunks = source[Symbol.asyncIterator]();
  }

  /** @throws NotABundleError when the file begins otherwise; what the source throws, here and in all calls that follow */
  static async open(source: AsyncIterable<Uint8Array>): Promise<BundleReader> {
    const reader = new BundleReader(source);
    const magic = await reader.#take(MAGIC.length);
    if (magic.length === 0) throw new NotABundleError("empty");
    const text = String.fromCharCode(...magic);
    if (text === MAGIC) return reader;
    throw new NotABundleError(text.startsWith(MAGIC_NAME) ? "later-version" : "no-bundle");
  }

  /** Bytes read so far. */
  get position(): number {
    return this.#position;
  }

  /** The next entry, or null at the end of the file; the same until its bytes are taken. */
  async head(): Promise<Checked<{ readonly head: EntryHead | null }>> {
    if (this.#head === undefined) {
      const place = this.place;
      const bytes = await this.#take(ENTRY_HEAD_BYTES);
      const kind = KINDS[bytes[0] ?? 0];
      if (bytes.length > 0 && kind === undefined) return failAt(place, "unknown-entry");
      if (bytes.length > 0 && bytes.length < ENTRY_HEAD_BYTES) return failAt(place, "head-cut");
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      this.#head = kind === undefined ? null : { ...place, kind, length: view.getUint32(1, true) };
    }
    return { ok: true, head: this.#head };
  }

  /** The bytes of the entry whose head was read: a copy. The caller has accepted its length. */
  async body(): Promise<Checked<{ readonly bytes: Uint8Array }>> {
    const head = this.#head;
    assert(head !== undefined && head !== null, "the head of an entry comes before its bytes");
    const bytes = await this.#take(head.length);
    if (bytes.length < head.length)
      return failAt(head, "body-cut", { count: bytes.length, length: head.length });
    this.#head = undefined;
    this.#entries++;
    return { ok: true, bytes };
  }

  /** Where the next entry begins. */
  get place(): Place {
    return this.#head ?? { entry: this.#entries, position: this.#position };
  }

  /** The source is not read any further. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  /** The next `count` bytes, or as many as there are. */
  async #take(count: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    let missing = count;
    while (missing > 0) {
      if (this.#rest.length === 0) {
        const next = await this.#chunks.next();
        if (next.done === true) break;
        this.#rest = next.value;
      }
      const part = this.#rest.subarray(0, missing);
      this.#rest = this.#rest.subarray(part.length);
      parts.push(part);
      missing -= part.length;
    }
    const taken = concatBytes(parts); // a copy: views would keep whole chunks of the file alive
    this.#position += taken.length;
    return taken;
  }
}
