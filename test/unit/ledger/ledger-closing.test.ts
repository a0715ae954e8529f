import { describe, expect, test, vi } from "vitest";
import type { CheckedRecord } from "../../../shared/ledger/checked-record.ts";
import { Ledger } from "../../../shared/ledger/ledger.ts";
import { MemoryRecordStore } from "../../../shared/ledger/record-store.ts";
import { closingTime, RETENTION_DAYS } from "../../../shared/ledger/retention.ts";
import { FACTS, History, keyOf, START, TOKENS, WORK } from "../../support/ledger-fixtures.ts";

const DAY = 86_400;
const RETENTION = RETENTION_DAYS * DAY;
const [anna, ben] = ["anna", "ben"].map(keyOf) as [string, string];
const rules = { project: FACTS.project, isOwn: (device: string) => device === ben, isNeeded: () => false };

/** Two rounds of long ago, and one of today. */
function oldHistory() {
  const history = new History();
  const today = START + 200 * DAY;
  const rounds = [START, START + 1, today].map((at) => history.round([anna, ben], { at }));
  return { history, rounds, today };
}

async function ledgerOf(store: MemoryRecordStore, records: readonly CheckedRecord[] = []): Promise<Ledger> {
  await store.add(records.map(({ record }) => record));
  const onProblem = (error: unknown) => {
    throw error;
  };
  const ledger = await Ledger.open({ store, onProblem });
  ledger.learn(FACTS);
  return ledger;
}

describe("the time before which receipts do not travel", () => {
  const noon = 20_000 * DAY + DAY / 2;

  test("lies a number of whole days before today", () => {
    for (const now of [noon, noon + 1, noon + DAY / 2 - 1])
      expect(closingTime(now, noon + 9 * DAY)).toBe(20_000 * DAY - RETENTION);
  });

  test("follows the project where it rests, and no clock that is ahead", () => {
    expect(closingTime(noon + 1_000 * DAY, noon)).toBe(20_000 * DAY - RETENTION);
  });

  test("has not come before a chain is known, nor in the first days of time", () => {
    expect(closingTime(noon, null)).toBe(0);
    expect(closingTime(50 * DAY, 50 * DAY)).toBe(0);
  });
});

describe("a ledger", () => {
  test("forgets old receipts of others, and counts them all the same, now and when it is opened again", async () => {
    const { history, rounds, today } = oldHistory();
    const store = new MemoryRecordStore();
    const ledger = await ledgerOf(store, history.records);
    const before = ledger.accounts.totals(null);
    await ledger.close(rules, today);
    const gone = rounds.slice(0, 2).map(({ contributions }) => contributions.get(anna)!.record.hash);
    for (const each of [ledger, await ledgerOf(store)]) {
      expect(gone.map((hash) => each.has(hash))).toEqual([false, false]);
      expect(each.book.size).toBe(history.records.length - 2);
      expect(each.accounts.totals(null)).toEqual(before);
      expect(each.accounts.closedCount(FACTS.project)).toBe(2);
      expect(each.accounts.closedCount(keyOf("another project"))).toBe(0);
      expect(each.accounts.person(anna, today).totals.work.pending).toBe(3n * WORK);
      expect(each.accounts.receiptsOf(ben, 9)).toHaveLength(3);
      await each.close(rules, today); // nothing is left to do
      expect(each.book.size).toBe(history.records.length - 2);
    }
  });

  test("goes on counting where it has forgotten", async () => {
    const { history, today } = oldHistory();
    const ledger = await ledgerOf(new MemoryRecordStore(), history.records);
    await ledger.close(rules, today);
    history.round([anna, ben], { at: today });
    for (const record of history.records.slice(-3)) ledger.add(record);
    expect(ledger.accounts.person(anna, today).totals.contributionCount).toBe(4);
    expect(ledger.accounts.totals(null).work.pending).toBe(8n * WORK);
  });

  test("keeps for a day more what does not travel any more", async () => {
    const history = new History();
    const [first] = [START, START + RETENTION].map((at) => history.round([anna, ben], { at }));
    const ledger = await ledgerOf(new MemoryRecordStore(), history.records);
    const { hash } = first!.contributions.get(anna)!.record;
    const dayAfter = (days: number) => {
      history.round([anna], { at: START + RETENTION + days * DAY, weightOf: () => TOKENS });
      for (const record of history.records.slice(-2)) ledger.add(record);
      return START + RETENTION + days * DAY;
    };
    for (const [days, isKept] of [
      [1, true],
      [2, false],
    ] as const) {
      const now = dayAfter(days);
      expect(ledger.closingTime(FACTS.project, now)).toBeGreaterThan(START);
      await ledger.close(rules, now);
      expect(ledger.has(hash)).toBe(isKept);
    }
  });

  test.each([
    ["the clock is wrong", async (ledger: Ledger) => ledger.close(rules, START)],
    [
      "the project is unknown",
      async (ledger: Ledger, today: number) => ledger.close({ ...rules, project: keyOf("other") }, today),
    ],
    [
      "another tab was faster",
      async (ledger: Ledger, today: number, store: MemoryRecordStore) => {
        vi.spyOn(store, "close").mockResolvedValue(false);
        await ledger.close(rules, today);
      },
    ],
    [
      "the disk fails",
      async (ledger: Ledger, today: number, store: MemoryRecordStore) => {
        vi.spyOn(store, "close").mockRejectedValue(new Error("full"));
        await expect(ledger.close(rules, today)).rejects.toThrow("full");
      },
    ],
  ])("stays as it is when %s", async (_name, close) => {
    const { history, today } = oldHistory();
    const store = new MemoryRecordStore();
    const ledger = await ledgerOf(store, history.records);
    const before = ledger.accounts.totals(null);
    await close(ledger, today, store);
    expect(ledger.book.size).toBe(history.records.length);
    expect(ledger.accounts.totals(null)).toEqual(before);
    expect(ledger.accounts.closedCount(null)).toBe(0);
  });
});
