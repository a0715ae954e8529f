/** Bundles in memory, whole and broken. */
import { concatBytes } from "../../../shared/core/bytes.ts";
import { ed25519Verifier } from "../../../shared/ledger/ed25519.ts";
import { must } from "../../../shared/core/assert.ts";
import type { Hash } from "../../../shared/core/ids.ts";
import { openRecord } from "../../../shared/ledger/record-content.ts";
import { decodeSignedRecord } from "../../../shared/ledger/signed-record.ts";
import { cachedVerifier } from "../../../shared/ledger/cached-verifier.ts";
import type { Engine } from "../../../shared/ports/engine.ts";
import { bundleChunks, type BundleSource } from "../../../shared/verify/bundle-writer.ts";
import { oneByOne } from "../../../shared/verify/signature-checks.ts";
import { verifyBundle, type VerifyReport } from "../../../shared/verify/verify.ts";
import type { VerifyPorts } from "../../../shared/verify/verify-ports.ts";
import type { History } from "./history-fixture.ts";

/** Trials check the same signatures again and again; those that fail are checked every time. */
export const verifier = cachedVerifier(ed25519Verifier, 10_000);

export async function bundleOf(history: History, change: Partial<BundleSource> = {}): Promise<Uint8Array> {
  const { project, head, records, blobs } = history;
  const source = {
    project,
    head,
    base: null,
    records,
    blobOf: (hash: string) => blobs.get(hash) ?? null,
    hasData: true,
  };
  const chunks: Uint8Array[] = [];
  for await (const chunk of bundleChunks({ ...source, ...change })) chunks.push(chunk);
  return concatBytes(chunks);
}

export function verify(bundle: Uint8Array, ports: Partial<VerifyPorts> = {}): Promise<VerifyReport> {
  return verifyBundle(pieces(bundle), {
    checks: oneByOne(verifier),
    pause: () => Promise.resolve(),
    onProgress: () => undefined,
    replay: null,
    ...ports,
  });
}

/** Lends an engine that outlives the check. */
export function replayWith(engine: Engine, share = 1): Partial<VerifyPorts> {
  const lent: Engine = {
    write: (state) => engine.write(state),
    read: () => engine.read(),
    step: (batch, rate) => engine.step(batch, rate),
    gradient: (batch) => engine.gradient(batch),
    evaluate: (batch) => engine.evaluate(batch),
    dispose: () => Promise.resolve(),
  };
  return { replay: { share, seed: null, openEngine: () => Promise.resolve(lent) } };
}

/** As a file comes: in pieces that end anywhere. */
async function* pieces(bytes: Uint8Array, size = 1_000): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

export interface EntrySpan {
  readonly kind: number;
  readonly entry: number;
  /** Of the entry's head. */
  readonly position: number;
  readonly start: number;
  readonly end: number;
}

const RECORD_KIND = 2;
const MAGIC_BYTES = 17;
const HEAD_BYTES = 5;

/** Where the entries of a good bundle stand. */
export function entriesOf(bundle: Uint8Array): EntrySpan[] {
  const view = new DataView(bundle.buffer, bundle.byteOffset, bundle.byteLength);
  const spans: EntrySpan[] = [];
  for (let position = MAGIC_BYTES; position < bundle.length;) {
    const start = position + HEAD_BYTES;
    const end = start + view.getUint32(position + 1, true);
    spans.push({ kind: bundle[position]!, entry: spans.length, position, start, end });
    position = end;
  }
  return spans;
}

/** The bundle without some of its entries. */
export function without(bundle: Uint8Array, ...spans: readonly EntrySpan[]): Uint8Array {
  const kept = entriesOf(bundle).filter(({ entry }) => !spans.some((span) => span.entry === entry));
  return concatBytes([
    bundle.subarray(0, MAGIC_BYTES),
    ...kept.map(({ position, end }) => bundle.subarray(position, end)),
  ]);
}

export function withByte(bundle: Uint8Array, position: number, change: number): Uint8Array {
  const bytes = bundle.slice();
  bytes[position]! ^= change;
  return bytes;
}

/** Where the record with this hash stands. */
export function spanOf(bundle: Uint8Array, hash: Hash): EntrySpan {
  const found = entriesOf(bundle).find(({ kind, start, end }) => {
    const decoded = kind === RECORD_KIND ? decodeSignedRecord(bundle.subarray(start, end)) : null;
    return decoded?.ok === true && decoded.record.hash === hash;
  });
  return must(found, "a record of the bundle");
}

/** The contributions of a history in the order of their updates in a bundle. */
export function contributionsOf({ heads }: History): readonly Hash[] {
  return heads.slice(1).flatMap(({ commit }) => {
    const opened = openRecord(commit.bytes);
    return opened.ok && opened.content.type === "commit"
      ? opened.content.body.contributions.map(({ record }) => record)
      : [];
  });
}
