/** What a ledger says about sites and claims, for tests of the page and for looking at it. */
import { NO_HASH } from "../../shared/ledger/record-content.ts";
import type { SiteRow, SitesView } from "../../worker/ledger-views/board.ts";
import { ROOT } from "./ledger-views.ts";
import { OWN } from "./swarm-views.ts";

const DAY = 86_400;

/** @param rows the first ones, of more */
export const sitesOf = (now: number, rows: readonly SiteRow[], part: Partial<SitesView> = {}): SitesView => ({
  rows,
  rowCount: rows.length,
  asOf: now - 12,
  receiptCount: rows.reduce((sum, { contributions }) => sum + contributions, 0),
  closedCount: 0,
  ...part,
});

export const NO_SITES: SitesView = sitesOf(12, [], { asOf: 0 });

/** Ordinary ones, a long one, and one that tries to be more than text. */
export function exampleSites(now: number): readonly SiteRow[] {
  const sites = [
    "https://herons.example",
    "https://xn--mnchen-3ya.example",
    `https://${"a-very-long-name-of-a-site.".repeat(6)}example:8443`,
    "http://localhost:8080",
    "http://[2001:db8::1]:3000",
  ];
  return sites.map((site, index) => ({
    rank: index + 1,
    site,
    vested: 1204.37 / (index + 1) ** 2,
    pending: 57.2 / (index + 1),
    contributions: Math.round(1322 / (index + 1) ** 2),
    devices: Math.round(84 / (index + 1)),
    firstAt: now - 30 * DAY,
    lastAt: now - index * 3600 - 40,
  }));
}

export const CLAIM_PLACE = { device: OWN, seq: 0, prev: NO_HASH };
export const CLAIM_SIGNED = { root: ROOT, at: 1_795_000_000, signature: new Uint8Array(64) };
