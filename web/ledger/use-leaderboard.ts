/** The leaderboard: asked for again when records came, but not more often than people can read. */
import { useCallback } from "react";
import type { LeaderboardQuery, LeaderboardView } from "../../worker/ledger-views/board.ts";
import type { LedgerApi } from "../../worker/ledger-api.ts";
import { useSlow } from "../use-slow.ts";
import type { LedgerController } from "./ledger-controller.ts";
import { type Answer, useAnswer } from "./use-answer.ts";

const REFRESH_MS = 5000;

/** @param recordCount of the whole ledger: when it grows, the answer may have changed */
export function useLeaderboard(
  ledger: LedgerController,
  query: LeaderboardQuery,
  recordCount: number,
): Answer<LeaderboardView> {
  const { window, project, by, limit, unit, isAroundOwn: isAround, name } = query;
  const stamp = useSlow(recordCount, REFRESH_MS);
  const question = useCallback(
    (api: LedgerApi) => api.leaderboard({ window, project, by, limit, unit, isAroundOwn: isAround, name }),
    [window, project, by, limit, unit, isAround, name],
  );
  return useAnswer(ledger, question, String(stamp));
}

/** The rows are not the first ones, but those around the own one; unless they were searched for. */
export const isAroundOwn = ({ rows }: LeaderboardView): boolean =>
  (rows[0]?.rank ?? 1) > 1 && rows.some(({ isOwn }) => isOwn);
