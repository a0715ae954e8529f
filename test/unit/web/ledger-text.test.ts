import { describe, expect, it } from "vitest";
import type { ReceiptState } from "../../../worker/ledger-views/receipts.ts";
import "../../../web/messages/english-of-screens.ts";
import { countryName, listCountries } from "../../../web/ledger/text/countries.ts";
import { formatCredit } from "../../../web/ledger/text/credit-format.ts";
import { formatFlops, laptopTime } from "../../../web/ledger/text/flop-format.ts";
import {
  dayKey,
  formatDate,
  formatDay,
  formatDays,
  formatMoment,
  formatTime,
  machineTime,
} from "../../../web/ledger/text/dates.ts";
import { asOfWords, countWords } from "../../../web/ledger/text/leaderboard-text.ts";
import {
  auditWords,
  profileWords,
  receiptMark,
  receiptReason,
  receiptTerms,
  receiptWord,
  weightWords,
  workWords,
} from "../../../web/ledger/text/receipt-text.ts";
import { isBundle, progressShare, progressWords, verdictText } from "../../../web/ledger/text/verify-text.ts";
import { replaceQuestion } from "../../../web/ledger/text/you-text.ts";
import { tell } from "../../../shared/problems/problem.ts";
import {
  exampleReceipts,
  identityOf,
  INVALID,
  peopleBoard,
  receipt,
  VALID,
} from "../../support/ledger-views.ts";

/** Noon in the computer's own time zone, so that hours around it are of the same day. */
const NOON = new Date(2026, 10, 14, 12, 0, 7).getTime() / 1000;
const HOUR = 3600;

describe("credit and operations", () => {
  it.each([
    [0, "0.00"],
    [0.0004, "< 0.01"],
    [0.954, "0.95"],
    [12.34, "12.3"],
    [1204.37, "1,204"],
    [9_999_999, "9,999,999"],
    [12_400_000, "12.4M"],
  ])("writes the credit %d as %s", (credit, text) => expect(formatCredit(credit)).toBe(text));

  it.each([
    ["0", "0 FLOP", "less than a laptop-second"],
    ["999", "999 FLOP", "less than a laptop-second"],
    ["20000000000", "20 GFLOP", "about 1 laptop-second"],
    ["412300000000", "412 GFLOP", "about 21 laptop-seconds"],
    ["3100000000000000", "3.1 PFLOP", "about 43 laptop-hours"],
    ["31000000000000000000", "31 EFLOP", "about 49 laptop-years"],
    ["1".padEnd(25, "0"), "1,000 ZFLOP", "about 1,585,490 laptop-years"],
  ])("says what %s operations are", (flops, size, time) => {
    expect(formatFlops(flops)).toBe(size);
    expect(laptopTime(flops)).toBe(time);
  });
});

describe("days and times", () => {
  it("are in the time zone of whoever reads them", () => {
    expect(formatTime(NOON)).toBe("12:00");
    expect(formatMoment(NOON)).toBe("Nov 14, 2026, 12:00:07");
    expect(formatDate(NOON)).toBe("Nov\u00a014,\u00a02026");
    expect(formatDays(NOON, NOON + 8 * 24 * HOUR)).toBe("Nov\u00a014\u2009–\u200922,\u00a02026");
    expect(machineTime(NOON)).toBe(new Date(NOON * 1000).toISOString());
    expect(dayKey(NOON + 11 * HOUR)).toBe("2026-11-14");
    expect(dayKey(NOON + 13 * HOUR)).toBe("2026-11-15");
  });

  it("are named after their distance while that is short", () => {
    expect(formatDay(NOON, NOON + 11 * HOUR)).toBe("Today");
    expect(formatDay(NOON, NOON + 13 * HOUR)).toBe("Yesterday");
    expect(formatDay(NOON, NOON + 49 * HOUR)).toBe("Saturday, November 14, 2026");
  });
});

describe("the state of a receipt", () => {
  const pending = (part: Partial<Extract<ReceiptState, { kind: "pending" }>>): ReceiptState => ({
    kind: "pending",
    contributionsToGo: 12,
    isAudited: false,
    isDisputed: false,
    ...part,
  });

  it.each([
    [pending({}), "pending", "12 more contributions to go; not audited yet."],
    [pending({ contributionsToGo: 1 }), "pending", "1 more contribution to go; not audited yet."],
    [pending({ isAudited: true }), "pending", "12 more contributions to go; audited already."],
    [
      pending({ contributionsToGo: 0 }),
      "pending",
      "Not audited yet: it vests when another peer has repeated it, or a later one of this device.",
    ],
    [
      pending({ isDisputed: true }),
      "disputed",
      "12 more contributions to go; auditors disagree, so more peers repeat it now.",
    ],
    [
      { kind: "void", because: "false-verdict", round: 1204 },
      "void",
      "It does not count: this device judged somebody’s work of round 1,204 falsely.",
    ],
  ] as const)("says why it counts or does not: %o", (state, mark, reason) => {
    expect(receiptMark(state)).toBe(mark);
    expect(receiptReason(state)).toBe(reason);
  });

  it("has a word and a shape of its own", () => {
    const marks = new Set(exampleReceipts(NOON).map(({ state }) => receiptMark(state)));
    expect(marks).toEqual(new Set(["open", "left", "pending", "disputed", "vested", "void"]));
    expect(new Set([...marks].map(receiptWord)).size).toBe(marks.size);
  });
});

describe("what a receipt proves", () => {
  it("is the work, and how much of it counted", () => {
    expect(workWords(receipt(1, NOON))).toBe("120 steps, 92,160 tokens");
    expect(workWords(receipt(1, NOON, { steps: 1, unit: "rows" }))).toBe("1 step, 92,160 rows");
    expect(weightWords(receipt(1, NOON))).toBe("");
    expect(weightWords(receipt(1, NOON, { commit: null, weight: 0 }))).toBe("");
    expect(weightWords(receipt(1, NOON, { weight: 61_440 }))).toContain("counted 61,440 tokens of it");
    expect(weightWords(receipt(1, NOON, { weight: 0 }))).toContain("counted none of it");
  });

  it("is how exactly it can be repeated, and never more than its device may claim", () => {
    expect(profileWords("wasm-exact")).toContain("same bits");
    expect(profileWords("gpu-float")).toContain("tolerance");
    expect(profileWords("anything else")).toContain("Not checked");
  });

  it("is what auditors found", () => {
    const audit = { auditor: "", auditorName: "", result: "match", window: 0, isDrawn: true, at: 0 } as const;
    expect(auditWords(audit)).toBe("repeated it and got the same");
    expect(auditWords({ ...audit, result: "mismatch", window: 2 })).toBe(
      "got something else, from window 3 on",
    );
    expect(auditWords({ ...audit, isDrawn: false })).toContain("not drawn");
  });

  it("is explained with the numbers that the ledger counts by", () => {
    expect(receiptTerms()[0]).toContain("1 credit is 432 billion");
    expect(receiptTerms()[1]).toContain("60 more contributions");
  });
});

describe("the leaderboard", () => {
  it("says of when it is and how much of it is shown", () => {
    const board = peopleBoard(NOON, 812);
    expect(asOfWords(board)).toBe("As of Nov 14, 2026, 12:00:03, from 18,204 signed records.");
    expect(asOfWords({ ...board, recordCount: 0 })).toBe("");
    expect(asOfWords({ ...board, closedCount: 1_234 })).toMatch(
      /records\. Included: 1,234 contributions of others, older than 90 days, of which/,
    );
    expect(countWords(board, "person")).toBe("40 of 1,204 people");
    expect(countWords(peopleBoard(NOON, 6), "person")).toBe("40 people");
    expect(countWords({ ...board, rows: board.rows.slice(0, 1), rowCount: 1 }, "team")).toBe("1 team");
  });

  it("names countries, and shows what is none as it is", () => {
    expect(countryName("KE")).toBe("Kenya");
    expect(countryName("<b>")).toBe("<b>");
    expect(listCountries()).toHaveLength(249);
    expect(listCountries().every(({ code, name }) => name !== code)).toBe(true);
  });
});

describe("a check", () => {
  it("tells how far it is, also while nobody knows how far it goes", () => {
    expect(progressWords(null)).toBe("Reading the file");
    expect(progressWords({ step: "records", done: 1204, total: 0 })).toBe("Checking records: 1,204");
    const rounds = { step: "rounds", done: 50, total: 100 };
    expect(progressWords(rounds)).toBe("Computing rounds again: 50 of 100");
    expect([null, { ...rounds, total: 0 }, rounds].map(progressShare)).toEqual([null, null, 0.5]);
  });

  it("calls false what is a history, and another file another file", () => {
    const other = { ...INVALID, firstFailure: { position: 0, record: null, reason: tell("no-bundle") } };
    expect([VALID, INVALID, other].map(isBundle)).toEqual([true, true, false]);
    expect(verdictText(INVALID)).toMatch(/^Not valid\./);
    expect(verdictText(other)).toBe("This file is not a Tabloom bundle. Choose another one.");
  });
});

it("warns of words that would be lost only where they are still kept", () => {
  expect(replaceQuestion(identityOf(NOON, { name: "Mira" }))).toBe(
    "Replace Mira on this device? What this device did until now stays with Mira. The twelve words of Mira will then be gone from here: write them down first.",
  );
  expect(replaceQuestion(identityOf(NOON, { name: "Mira", hasPhrase: false }))).toBe(
    "Replace Mira on this device? What this device did until now stays with Mira.",
  );
});
