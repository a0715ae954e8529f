import type { BoardExport, ExportedPerson } from "./board-export.ts";
import { creditText } from "./amounts.ts";

const COLUMNS: readonly (readonly [name: string, value: (person: ExportedPerson) => string])[] = [
  ["rank", ({ rank }) => `${rank}`],
  ["key", ({ root }) => root],
  ["name", ({ name }) => name],
  ["country", ({ country }) => country],
  ["team", ({ team }) => team ?? ""],
  ["credit", ({ totals }) => creditText(totals.earned)],
  ["pending_credit", ({ totals }) => creditText(totals.work.pending + totals.audits.pending)],
  ["flops", ({ totals }) => totals.earned.toString()],
  ["recent_average_credit", ({ recentAverage }) => recentAverage.toFixed(6)],
  ["contributions", ({ totals }) => `${totals.contributionCount}`],
  ["accepted_share", ({ totals }) => totals.acceptedShare.toFixed(6)],
  ["audits", ({ totals }) => `${totals.auditCount}`],
  ["active_hours", ({ totals }) => `${totals.activeHours}`],
  ["first_at", ({ totals }) => `${totals.firstAt}`],
  ["last_at", ({ totals }) => `${totals.lastAt}`],
];

/** The people of a board, by RFC 4180. */
export function boardCsv({ people }: BoardExport): string {
  const rows = [
    COLUMNS.map(([name]) => name),
    ...people.map((person) => COLUMNS.map(([, value]) => value(person))),
  ];
  return rows.map((cells) => `${cells.map(csvCell).join(",")}\r\n`).join("");
}

/**
 * What begins like a formula would be one in a spreadsheet, and a stranger's name must not: an apostrophe before it makes it text.
 * Source: OWASP, "CSV Injection". The wide forms are there because some programs take them for the narrow ones.
 */
export function csvCell(text: string): string {
  const plain = /^[\s=+\-@\uFF1D\uFF0B\uFF0D\uFF20|%]/u.test(text) ? `'${text}` : text;
  return /[",\r\n']/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
