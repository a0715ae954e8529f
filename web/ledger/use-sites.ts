/** The totals of sites: asked for again when records came, but not more often than people can read. */
import { useCallback } from "react";
import type { LedgerApi } from "../../worker/ledger-api.ts";
import type { SitesQuery, SitesView } from "../../worker/ledger-views/board.ts";
import { useSlow } from "../use-slow.ts";
import type { LedgerController } from "./ledger-controller.ts";
import { type Answer, useAnswer } from "./use-answer.ts";

const REFRESH_MS = 5000;

/** @param recordCount of the whole ledger: when it grows, the answer may have changed */
export function useSites(
  ledger: LedgerController,
  { window, site, limit }: SitesQuery,
  recordCount: number,
): Answer<SitesView> {
  const stamp = useSlow(recordCount, REFRESH_MS);
  const question = useCallback((api: LedgerApi) => api.sites({ window, site, limit }), [window, site, limit]);
  return useAnswer(ledger, question, String(stamp));
}
