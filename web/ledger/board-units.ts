/** What the leaderboard can count in. The order follows the unit; credit and FLOP are the same on two scales. */
import type { LeaderboardQuery, LeaderboardRow } from "../../worker/ledger-views/board.ts";
import { formatCount } from "../text/format.ts";
import { formatCredit } from "./text/credit-format.ts";
import { formatFlops } from "./text/flop-format.ts";

export const BOARD_UNITS = ["credit", "flop", "hours", "contributions"] as const;
export type BoardUnit = (typeof BOARD_UNITS)[number];

export const ORDER_OF: Readonly<Record<BoardUnit, NonNullable<LeaderboardQuery["unit"]>>> = {
  credit: "earned",
  flop: "earned",
  hours: "hours",
  contributions: "contributions",
};

const FORMATS: Readonly<Record<BoardUnit, (row: LeaderboardRow) => string>> = {
  credit: ({ vested }) => formatCredit(vested),
  flop: ({ flops }) => formatFlops(flops),
  hours: ({ activeHours }) => formatCount(activeHours),
  contributions: ({ accepted }) => formatCount(accepted),
};

export const givenBy = (row: LeaderboardRow, unit: BoardUnit): string => FORMATS[unit](row);
