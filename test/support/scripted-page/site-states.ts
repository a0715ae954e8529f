/** States of the screen of sites, and of receipts that name one. */
import type { LedgerApi } from "../../../worker/ledger-api.ts";
import { exampleReceipts, summaryOf } from "../ledger-views.ts";
import { EMPTY_SUMMARY } from "../scripted-ledger.ts";
import { exampleSites, NO_SITES, sitesOf } from "../site-views.ts";
import type { LedgerState } from "./ledger-states.ts";

const now = Math.floor(Date.now() / 1000);
const rows = exampleSites(now);
const sites: readonly string[] = ["https://herons.example", ...rows.slice(2).map(({ site }) => site)];
/** Every second of them was given on a site. */
const given = exampleReceipts(now).map((receipt, index) =>
  index % 2 === 0 ? { ...receipt, site: sites[(index / 2) % sites.length]! } : receipt,
);
const SUMMARY = summaryOf(given);

const answers: Partial<LedgerApi> = {
  sites: async ({ site }) => sitesOf(now, site === null ? rows : rows.filter((row) => row.site === site)),
  receiptsFrom: async (site) => given.map((receipt) => ({ ...receipt, site })),
};
const one = (site: string) => `#/sites?${new URLSearchParams({ site }).toString()}`;

export const SITE_STATES: Readonly<Record<string, LedgerState>> = {
  "receipts-sites": { screen: "receipts", summary: SUMMARY },
  sites: { screen: "sites", summary: SUMMARY, answers },
  "sites-many": {
    screen: "sites",
    summary: SUMMARY,
    answers: { sites: async () => sitesOf(now, rows, { rowCount: 1_204, closedCount: 310 }) },
  },
  "sites-empty": { screen: "sites", summary: EMPTY_SUMMARY, answers: { sites: async () => NO_SITES } },
  "sites-loading": {
    screen: "sites",
    summary: EMPTY_SUMMARY,
    answers: { sites: () => new Promise<never>(() => undefined) },
  },
  "sites-trouble": {
    screen: "sites",
    summary: SUMMARY,
    answers: { sites: () => Promise.reject(new Error("The database is closed.")) },
  },
  "sites-one": { screen: "sites", summary: SUMMARY, answers, fragment: one("https://herons.example") },
  "sites-long": { screen: "sites", summary: SUMMARY, answers, fragment: one(rows[2]!.site) },
  "sites-unknown": { screen: "sites", summary: SUMMARY, answers, fragment: one("https://swans.example") },
};
