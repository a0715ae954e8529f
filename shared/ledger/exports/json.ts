import { CREDIT_VERSION, creditOf, FLOP_PER_CREDIT } from "../credit-unit.ts";
import type { Totals } from "../accounts/totals.ts";
import type { BoardExport } from "./board-export.ts";

const FORMAT = "tabloom-leaderboard/1";

/** The board as JSON. Operations are decimal text: they outgrow what a JSON number holds exactly. */
export function boardJson({ asOf, project, people, teams }: BoardExport): string {
  const board = {
    format: FORMAT,
    asOf,
    project,
    creditVersion: CREDIT_VERSION,
    flopPerCredit: FLOP_PER_CREDIT.toString(),
    people: people.map(({ rank, root, name, isListed, country, team, totals, recentAverage }) => ({
      rank,
      key: root,
      name,
      isListed,
      country,
      team,
      ...amountsOf(totals),
      recentAverage,
    })),
    teams: teams.map(({ rank, team, name, url, founder, totals, recentAverage }) => ({
      rank,
      key: team,
      name,
      url,
      founder,
      ...amountsOf(totals),
      recentAverage,
    })),
  };
  return `${JSON.stringify(board, null, 2)}\n`;
}

function amountsOf({ earned, work, audits, ...totals }: Totals) {
  const pending = work.pending + audits.pending;
  return {
    credit: creditOf(earned),
    flops: earned.toString(),
    auditFlops: audits.vested.toString(),
    pendingFlops: pending.toString(),
    voidFlops: (work.voided + audits.voided).toString(),
    contributions: totals.contributionCount,
    acceptedShare: totals.acceptedShare,
    audits: totals.auditCount,
    activeHours: totals.activeHours,
    firstAt: totals.firstAt,
    lastAt: totals.lastAt,
  };
}
