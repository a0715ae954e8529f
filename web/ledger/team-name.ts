/** What a team is called. Its manifest is a record like others, so a team of which nothing has arrived has no name yet. */
import type { Hash } from "../../shared/core/ids.ts";
import type { LedgerApi } from "../../worker/ledger-api.ts";

/** Teams that are looked through. */
const LIMIT = 1000;

export async function teamName(ledger: LedgerApi, team: Hash): Promise<string | null> {
  const { rows } = await ledger.leaderboard({ window: "all", project: null, by: "team", limit: LIMIT });
  return rows.find(({ key }) => key === team)?.name ?? null;
}
