import { foreign } from "./ledger-pages.ts";
import { expect, test, vi } from "vitest";
import { must } from "../../../shared/core/assert.ts";
import { openStored } from "../../../shared/ledger/checked-record.ts";
import { tell } from "../../../shared/problems/problem.ts";
import { KeyStoreError } from "../../../worker/identity/key-store-error.ts";
import { Profile } from "../../../worker/identity/profile.ts";
import { LedgerStoreError } from "../../../worker/storage/ledger-store-error.ts";
import { StorageTrouble } from "../../../worker/storage-trouble.ts";

test("says what cannot be kept, and nothing once receipts are kept again", () => {
  const trouble = new StorageTrouble();
  expect(trouble.problems).toEqual([]);
  const error = new LedgerStoreError("full");
  trouble.add(error);
  expect(trouble.problems).toEqual([error.problem]);
  expect(trouble.endReceipts()).toBe(true);
  expect(trouble.problems).toEqual([]);
  expect(trouble.endReceipts()).toBe(false);
});

test("keys that cannot be kept are not better for receipts that can", () => {
  const trouble = new StorageTrouble();
  const keys = new KeyStoreError("full");
  for (const error of [keys, new LedgerStoreError("blocked"), new LedgerStoreError("full")])
    trouble.add(error);
  // The older of one kind is gone.
  expect(trouble.problems).toEqual([keys.problem, tell("receipts.full")]);
  trouble.endReceipts();
  expect(trouble.problems).toEqual([keys.problem]);
});

/** What trainer-worker.ts does with a profile. */
function openProfile() {
  const trouble = new StorageTrouble();
  const ends: boolean[] = [];
  const profile = new Profile({
    wallSeconds: () => 1_794_700_000,
    onProblem: (error) => trouble.add(error),
    onKept: () => void ends.push(trouble.endReceipts()),
  });
  const hear = async (seq: number) =>
    (await profile.ledger()).add(must(openStored(foreign(seq)), "a good record"));
  return { trouble, ends, profile, hear };
}

test("a full disk is told of until the ledger has written again", async () => {
  const { trouble, ends, profile, hear } = openProfile();
  await hear(1);
  await expect.poll(() => ends).toEqual([false]);
  const failing = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => {
    throw new DOMException("the disk is full", "QuotaExceededError");
  });
  await hear(2);
  await expect.poll(() => trouble.problems).toEqual([tell("receipts.full")]);
  failing.mockRestore();
  await hear(3);
  await expect.poll(() => ends).toEqual([false, true]);
  expect(trouble.problems).toEqual([]);
  (await profile.disk())?.close();
});

test("a browser that keeps nothing is told of for as long as the page is there", async () => {
  vi.spyOn(IDBFactory.prototype, "open").mockImplementation(() => {
    throw new DOMException("access is denied for this document", "SecurityError");
  });
  const { trouble, ends, profile, hear } = openProfile();
  for (const seq of [1, 2]) await hear(seq);
  const kept = (await profile.ledger()).book.size;
  expect([kept, ends.length]).toEqual([2, 0]);
  expect(trouble.problems.map(({ code }) => code)).toContain("receipts.forbidden");
});
