/**
 * The chains of records that devices wrote. A place that is missing is a gap: a bundle says how many it has, so that none is lost unnoticed. A place that is
 * taken twice is a fork: its device contradicts itself, which the ledger punishes and a check reports; the bundle is as true as before.
 */
import * as v from "valibot";
import type { Hash, PeerId } from "../core/ids.ts";
import { decodeCanonical } from "../ledger/canonical.ts";
import { countField, hashField } from "../ledger/fields.ts";
import { parseWith } from "../ledger/parse.ts";
import { isFeedContent } from "../ledger/record-content.ts";
import { RECORD_BYTES, RECORD_DEPTH } from "../ledger/record-limits.ts";
import type { FeedPlace } from "../ledger/record.ts";
import { type Checked, failAt, failRecord, type Place, type PlacedRecord } from "./failure.ts";

export interface FeedLinks {
  readonly gaps: number;
  /** Places in feeds where two records stand or more. */
  readonly forks: number;
}

/** The records of a device, by place in its feed. */
type Feed = Map<number, Hash[]>;

/** @param claim how many gaps the bundle says it has, and where it says so */
export function checkFeeds(
  records: ReadonlyMap<Hash, PlacedRecord>,
  claim: { readonly gaps: number; readonly place: Place },
): Checked<{ readonly links: FeedLinks }> {
  const feeds = feedsOf(records);
  let firstAfterGap: PlacedRecord | null = null;
  for (const record of records.values()) {
    const place = feedPlaceOf(record);
    if (place === null || place.seq === 0) continue;
    const before = feeds.get(place.device)?.get(place.seq - 1);
    if (before === undefined) firstAfterGap ??= record;
    else if (!before.includes(place.prev)) return failRecord(record, "other-before");
  }
  const links = countLinks(feeds);
  if (links.gaps === claim.gaps) return { ok: true, links };
  const values = { gaps: links.gaps, claimed: claim.gaps };
  return firstAfterGap === null
    ? failAt(claim.place, "gaps", values)
    : failRecord(firstAfterGap, "gap", values);
}

/** Gaps and forks, whether or not links hold: what a bundle of these records has to say about itself. */
export function feedLinks(records: ReadonlyMap<Hash, PlacedRecord>): FeedLinks {
  return countLinks(feedsOf(records));
}

function feedsOf(records: ReadonlyMap<Hash, PlacedRecord>): ReadonlyMap<PeerId, Feed> {
  const feeds = new Map<PeerId, Feed>();
  for (const record of records.values()) {
    const place = feedPlaceOf(record);
    if (place === null) continue;
    const feed: Feed = feeds.get(place.device) ?? new Map<number, Hash[]>();
    feeds.set(place.device, feed);
    const here = feed.get(place.seq);
    if (here === undefined) feed.set(place.seq, [record.record.hash]);
    else here.push(record.record.hash);
  }
  return feeds;
}

/** Null for what stands in no feed. A record of a later version has its place as well, or it would leave a gap. */
function feedPlaceOf({ record, content }: PlacedRecord): FeedPlace | null {
  if (content !== null) return isFeedContent(content) ? content : null;
  const decoded = decodeCanonical(record.bytes, { bytes: RECORD_BYTES, depth: RECORD_DEPTH });
  const parsed = decoded.ok ? parseWith(placeSchema, decoded.value) : decoded;
  if (!parsed.ok) return null;
  return record.signatures.some(({ device }) => device === parsed.value.device) ? parsed.value : null;
}

const placeSchema: v.GenericSchema<unknown, FeedPlace> = v.looseObject({
  device: hashField,
  seq: countField(0),
  prev: hashField,
});

/** Everything before the last record of a feed should be there. */
function countLinks(feeds: ReadonlyMap<PeerId, Feed>): FeedLinks {
  let gaps = 0;
  let forks = 0;
  for (const feed of feeds.values()) {
    let length = 0;
    for (const [seq, hashes] of feed) {
      length = Math.max(length, seq + 1);
      if (hashes.length > 1) forks++;
    }
    gaps += length - feed.size;
  }
  return { gaps, forks };
}
