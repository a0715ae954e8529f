/** A board as it is shown to who is far below. */
import { pseudonymOf } from "../../shared/ledger/identity/pseudonym.ts";
import type { LeaderboardView } from "../../worker/ledger-views/board.ts";
import { hashFrom } from "./swarm-views.ts";

/** Five rows on each side of the own one, which is not among the first. */
export function aroundOwn(board: LeaderboardView): LeaderboardView {
  const { own } = board;
  if (own === null) return board;
  const rows = Array.from({ length: 11 }, (_, index) => {
    const rank = own.rank - 5 + index;
    if (rank === own.rank) return own;
    const key = hashFrom(`${rank.toString(16)}a0e`);
    return { ...own, rank, key, name: pseudonymOf(key), isOwn: false };
  });
  return { ...board, rows, own: null };
}
