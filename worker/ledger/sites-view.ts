/** Totals of sites as the page shows them. */
import type { SiteTotals } from "../../shared/ledger/accounts/sites.ts";
import { creditOf } from "../../shared/ledger/credit-unit.ts";
import type { Ledger } from "../../shared/ledger/ledger.ts";
import type { SiteRow, SitesQuery, SitesView } from "../ledger-views/board.ts";

/** Rows of one answer, however many are asked for. */
const MOST_ROWS = 1_000;

/** @param asOf time of the newest record */
export function sitesView(
  { accounts }: Ledger,
  { window, site, limit }: SitesQuery,
  { asOf, nowSeconds }: { readonly asOf: number; readonly nowSeconds: number },
): SitesView {
  const ranked = accounts.sites({ window, nowSeconds }).map(rowView);
  const rows = site === null ? ranked : ranked.filter((row) => row.site === site);
  return {
    rows: rows.slice(0, Math.max(1, Math.min(limit, MOST_ROWS))),
    rowCount: rows.length,
    asOf,
    receiptCount: rows.reduce((sum, { contributions }) => sum + contributions, 0),
    closedCount: accounts.closedCount(null),
  };
}

function rowView(totals: SiteTotals, index: number): SiteRow {
  const { site, vested, pending, contributionCount, deviceCount, firstAt, lastAt } = totals;
  return {
    rank: index + 1,
    site,
    vested: creditOf(vested),
    pending: creditOf(pending),
    contributions: contributionCount,
    devices: deviceCount,
    firstAt,
    lastAt,
  };
}
