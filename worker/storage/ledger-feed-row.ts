/** Where the feed of a device of this browser ends, as a row. */
import * as v from "valibot";
import { equalBytes } from "../../shared/core/bytes.ts";
import { isHash, type PeerId } from "../../shared/core/ids.ts";
import { EMPTY_FEED, type FeedEnd } from "../../shared/ledger/feed.ts";
import { someBytesField } from "../../shared/ledger/fields.ts";
import { NO_HASH } from "../../shared/ledger/record-content.ts";
import { RECORD_BYTES } from "../../shared/ledger/record-limits.ts";

export interface FeedRow extends FeedEnd {
  readonly device: PeerId;
  /** Bytes of the next record, which may or may not have been signed. */
  readonly reserved: Uint8Array | null;
}

const name = v.pipe(v.string(), v.check(isHash, "not a name"));
const rowSchema: v.GenericSchema<unknown, FeedRow> = v.pipe(
  v.strictObject({
    device: name,
    seq: v.pipe(v.number(), v.safeInteger(), v.minValue(EMPTY_FEED.seq)),
    hash: name,
    workedOn: v.nullable(name),
    reserved: v.nullable(someBytesField(RECORD_BYTES)),
  }),
  v.check(
    ({ seq, hash }) => (seq === EMPTY_FEED.seq) === (hash === NO_HASH),
    "only an empty feed has no last record",
  ),
);

/** Null for a row that is not what this program writes. */
export function parseFeedRow(row: unknown): FeedRow | null {
  const parsed = v.safeParse(rowSchema, row);
  return parsed.success ? parsed.output : null;
}

export function isSameFeedRow(a: FeedRow | undefined, b: FeedRow | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  const isSameEnd = a.seq === b.seq && a.hash === b.hash && a.workedOn === b.workedOn;
  return isSameEnd && isSameBytes(a.reserved, b.reserved);
}

function isSameBytes(a: Uint8Array | null, b: Uint8Array | null): boolean {
  return a === null || b === null ? a === b : equalBytes(a, b);
}
