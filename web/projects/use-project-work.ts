/** What the records that are known here say about the work on a project. */
import { useCallback } from "react";
import type { Hash } from "../../shared/core/ids.ts";
import type { LedgerApi, ProjectWork } from "../../worker/ledger-api.ts";
import type { LedgerController } from "../ledger/ledger-controller.ts";
import { useAnswer } from "../ledger/use-answer.ts";
import { useLedger } from "../ledger/use-ledger.ts";
import { useSlow } from "../use-slow.ts";

const REFRESH_MS = 5000;

/** @param project null while it is not known @returns null while nothing is known of it, or nothing can be read */
export function useProjectWork(ledger: LedgerController, project: Hash | null): ProjectWork | null {
  const { summary } = useLedger(ledger);
  const recordCount = useSlow(summary?.recordCount ?? 0, REFRESH_MS);
  const ask = useCallback(
    async (api: LedgerApi) => (project === null ? null : api.projectWork(project)),
    [project],
  );
  return useAnswer(ledger, ask, String(recordCount)).value;
}
