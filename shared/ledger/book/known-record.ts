import type { CheckedRecord } from "../checked-record.ts";
import { type FeedContent, isFeedContent, type RecordContent } from "../record-content.ts";

/** A checked record of one type. */
export type Known<Type extends RecordContent["type"]> = CheckedRecord & {
  readonly content: Extract<RecordContent, { readonly type: Type }>;
};

/** A checked record that stands in a device's feed. */
export type FeedRecord = CheckedRecord & { readonly content: FeedContent };

export function isKnown<Type extends RecordContent["type"]>(
  checked: CheckedRecord,
  type: Type,
): checked is Known<Type> {
  return checked.content?.type === type;
}

export function isFeedRecord(checked: CheckedRecord): checked is FeedRecord {
  return checked.content !== null && isFeedContent(checked.content);
}

/** By place in the feed, and where a device contradicts itself by hash: the same for everybody. */
export function compareBySeq(a: FeedRecord, b: FeedRecord): number {
  return a.content.seq - b.content.seq || (a.record.hash < b.record.hash ? -1 : 1);
}
