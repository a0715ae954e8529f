/** The own receipts: the newest arrive by themselves, older ones when they are asked for. */
import { useCallback, useEffect, useReducer, useState } from "react";
import type { LedgerApi, LedgerSummary } from "../../worker/ledger-api.ts";
import type { ReceiptView } from "../../worker/ledger-views/receipts.ts";
import type { LedgerController } from "./ledger-controller.ts";
import { mergeReceipts } from "./receipt-list.ts";
import { useAnswer } from "./use-answer.ts";

/** As many as the summary holds. */
const PAGE = 50;

export interface OwnReceipts {
  readonly shown: readonly ReceiptView[];
  readonly hasMore: boolean;
  readonly showMore: () => void;
  readonly isLoading: boolean;
  /** Why older ones are missing; empty while all is well. */
  readonly trouble: string;
}

export function useReceipts(ledger: LedgerController, summary: LedgerSummary): OwnReceipts {
  const { newest, credit } = summary;
  const [known, learn] = useReducer(mergeReceipts, newest);
  const [wanted, setWanted] = useState(PAGE);
  useEffect(() => learn(newest), [newest]);

  // Two receipts can be of one second: those of the last one are asked for again, and merged.
  const before = (newest.at(-1)?.at ?? 0) + 1;
  // Older ones change only when credit vests or is voided.
  const stamp = `${credit.vested} ${credit.void}`;
  const askOlder = useCallback(
    async (api: LedgerApi) => (wanted > PAGE ? api.receipts(before, wanted) : []),
    [wanted, before],
  );
  const older = useAnswer(ledger, askOlder, stamp);
  useEffect(() => learn(older.value ?? []), [older.value]);

  return {
    shown: known.slice(0, wanted),
    hasMore: credit.receiptCount > Math.min(wanted, known.length),
    showMore: () => setWanted(wanted + PAGE),
    isLoading: older.isAsking && wanted > known.length,
    trouble: older.trouble,
  };
}
