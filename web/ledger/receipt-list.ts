/** Receipts in their order, and day by day. */
import type { ReceiptView } from "../../worker/ledger-views/receipts.ts";

/** Newest first, each once. What `fresh` says of a receipt replaces what was known: its state changes with time. */
export function mergeReceipts(
  known: readonly ReceiptView[],
  fresh: readonly ReceiptView[],
): readonly ReceiptView[] {
  const byRecord = new Map([...known, ...fresh].map((receipt) => [receipt.record, receipt]));
  return [...byRecord.values()].toSorted((a, b) => b.at - a.at || (a.record < b.record ? -1 : 1));
}

export interface ReceiptDay {
  /** The same for all moments of a day. */
  readonly key: string;
  readonly receipts: readonly ReceiptView[];
}

/** @param receipts newest first @param keyOf the day of a time, in seconds since 1970 */
export function groupByDay(
  receipts: readonly ReceiptView[],
  keyOf: (at: number) => string,
): readonly ReceiptDay[] {
  const days = new Map<string, ReceiptView[]>();
  for (const receipt of receipts) {
    const key = keyOf(receipt.at);
    const day = days.get(key) ?? [];
    day.push(receipt);
    days.set(key, day);
  }
  return [...days].map(([key, inDay]) => ({ key, receipts: inDay }));
}
