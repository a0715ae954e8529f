import { describe, expect, test } from "vitest";
import { totalsOf } from "../../../shared/ledger/accounts/totals.ts";
import { tell } from "../../../shared/problems/problem.ts";
import { formatDays } from "../../../shared/verify/calendar.ts";
import { failAt, failWith } from "../../../shared/verify/failure.ts";
import { summarize } from "../../../shared/verify/summary.ts";
import type { VerifyReport } from "../../../shared/verify/verify.ts";

const seconds = (text: string) => Date.parse(`${text}T12:00:00Z`) / 1000;

const REPORT: VerifyReport = {
  valid: true,
  records: 3_000,
  contributions: 1_204,
  commits: 100,
  peers: 31,
  head: "ab".repeat(32),
  totals: { ...totalsOf([]), work: { vested: 3n * 10n ** 15n, pending: 10n ** 14n, voided: 0n } },
  credit: 7_176,
  gaps: 0,
  forks: 0,
  replayed: 0,
  span: { from: seconds("2026-11-14"), to: seconds("2026-11-22") },
  firstFailure: null,
};

describe("the sentence for people", () => {
  test("says how much, by how many, and when", () => {
    expect(summarize(REPORT)).toBe("Valid: 1,204 contributions by 31 peers, 3.1 PFLOP, 14–22 Nov 2026");
    const small = { ...REPORT, contributions: 1, peers: 1, totals: null, span: null };
    expect(summarize(small)).toBe("Valid: 1 contribution by 1 peer, 0 FLOP");
  });

  test("names the record that fails, why, and where", () => {
    const place = { entry: 1_017, position: 20_480 };
    const hash = "0123456789ab".padEnd(64, "c");
    const { failure } = failWith(tell("bad-signature"), place, "commit", hash);
    expect(summarize({ ...REPORT, valid: false, firstFailure: failure })).toBe(
      "Not valid: commit 0123456789ab fails at entry 1,017, byte 20,480: bad signature",
    );
    const unreadable = failAt(place, "head-cut").failure;
    expect(summarize({ ...REPORT, valid: false, firstFailure: unreadable })).toContain(
      "the file fails at entry 1,017",
    );
  });
});

describe("days", () => {
  test.each([
    ["2026-11-14", "2026-11-14", "14 Nov 2026"],
    ["2026-11-14", "2026-11-22", "14–22 Nov 2026"],
    ["2026-11-30", "2026-12-02", "30 Nov – 2 Dec 2026"],
    ["2026-12-31", "2027-01-01", "31 Dec 2026 – 1 Jan 2027"],
    ["2028-02-28", "2028-02-29", "28–29 Feb 2028"],
  ])("%s to %s", (from, to, text) => {
    expect(formatDays(seconds(from), seconds(to))).toBe(text);
  });

  test("are those of the calendar, over a thousand years", () => {
    for (let day = 0; day < 376_000; day += 131) {
      const date = new Date(day * 86_400_000);
      const month = date.toLocaleString("en", { month: "short", timeZone: "UTC" });
      const expected = `${date.getUTCDate()} ${month} ${date.getUTCFullYear()}`;
      expect(formatDays(day * 86_400, day * 86_400 + 86_399)).toBe(expected);
    }
  });
});
