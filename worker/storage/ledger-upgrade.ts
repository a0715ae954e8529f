/**
 * From version 1 of the ledger's tables to version 2. Version 1 held { hash, bytes, signatures } of records and { device, seq, hash, reserved } of feeds: it kept
 * records in no order, did not know which of them are this browser's, had no checksum over signatures, and forgot what a feed had worked on.
 */
import type { Transaction } from "dexie";
import type { Hash, PeerId } from "../../shared/core/ids.ts";
import { NO_HASH, openRecord, type RecordContent, timeOf } from "../../shared/ledger/record-content.ts";
import type { RecordSignature } from "../../shared/ledger/signed-record.ts";
import { signatureSum } from "./ledger-row.ts";

interface RecordRow1 {
  readonly hash: Hash;
  readonly bytes: Uint8Array;
  readonly signatures: readonly RecordSignature[];
}

/** A row of version 1, and what it says; null where that cannot be read. */
interface ReadRow {
  readonly row: RecordRow1;
  readonly content: RecordContent | null;
  readonly sum: Hash;
  readonly signers: readonly PeerId[];
}

/** Never fails on what it finds, or the ledger could not be opened any more: what is damaged stays so, and is set aside when it is loaded. */
export async function upgradeToArrivals(transaction: Transaction): Promise<void> {
  const [records, feeds] = [transaction.table("records"), transaction.table("feeds")];
  const ownDevices = new Set((await feeds.toCollection().primaryKeys()) as PeerId[]);
  const rows = ((await records.toArray()) as RecordRow1[]).map(read);
  rows.sort((a, b) => whenOf(a) - whenOf(b));
  await records.bulkPut(
    rows.map(({ row, sum, signers }, arrival) => {
      return { ...row, sum, arrival, isOwn: signers.some((device) => ownDevices.has(device)) };
    }),
  );
  await feeds.toCollection().modify((feed: { device: PeerId; workedOn?: Hash | null }) => {
    feed.workedOn = lastBase(feed.device, rows);
  });
}

function read(row: RecordRow1): ReadRow {
  try {
    const opened = openRecord(row.bytes);
    const content = opened.ok ? opened.content : null;
    const signers = row.signatures.map(({ device }) => device);
    return { row, content, sum: signatureSum(row.signatures), signers };
  } catch {
    return { row, content: null, sum: NO_HASH, signers: [] };
  }
}

/** When records came was not kept; when they were signed is close. */
function whenOf({ content }: ReadRow): number {
  return content === null ? Number.MAX_SAFE_INTEGER : timeOf(content);
}

/** Head that the device's last contribution was made on, so that it makes no second one. */
function lastBase(device: PeerId, rows: readonly ReadRow[]): Hash | null {
  const contributions = rows.flatMap(({ content }) =>
    content?.type === "contribution" && content.device === device ? [content] : [],
  );
  const last = contributions.sort((a, b) => b.seq - a.seq)[0];
  return last === undefined ? null : last.body.base;
}
