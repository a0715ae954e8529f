/** The ledger on the disk, on an IndexedDB in memory. test/browser/ledger-store.test.ts asks Chromium's. */
import { closedAccount, fault, foreign, OWN, ownFeed, reopen, work } from "./ledger-pages.ts";
import { describe, expect, test, vi } from "vitest";
import { hashOf } from "../../../shared/core/hash.ts";
import { MemoryRecordStore } from "../../../shared/ledger/record-store.ts";
import type { SignedRecord } from "../../../shared/ledger/signed-record.ts";
import { exampleCommitRecord, exampleHash } from "../../support/example-messages.ts";
import { changeRow, readDatabase } from "../../support/ledger-databases.ts";
import { START } from "../../support/ledger-fixtures.ts";

const { device } = OWN;

describe.each([
  ["on the disk", () => reopen().records, () => reopen().records],
  ["in memory", () => new MemoryRecordStore(), null],
])("a record %s", (_name, open, openAgain) => {
  test("comes back as it was, in the order of arrival", async () => {
    const store = open();
    const [first, second, third] = [foreign(3), await exampleCommitRecord(3, 2), foreign(1)];
    await store.add([first, second]);
    await store.add([third]);
    expect(await store.load()).toEqual([first, second, third]);
    if (openAgain) expect(await openAgain().load()).toEqual([first, second, third]);
  });

  test("with more signatures takes the place of the one before", async () => {
    const store = open();
    const [signedByOne, signedByThree] = [await exampleCommitRecord(3, 1), await exampleCommitRecord(3, 3)];
    await store.add([signedByOne, foreign(1)]);
    await store.add([signedByThree]);
    expect(await store.load()).toEqual([signedByThree, foreign(1)]);
  });

  test("that is removed does not come back, and others stay", async () => {
    const store = open();
    await store.add([foreign(1), foreign(2), foreign(3)]);
    await store.remove([foreign(2).hash, foreign(9).hash]);
    expect(await store.load()).toEqual([foreign(1), foreign(3)]);
  });
});

describe.each([
  ["on the disk", () => reopen().records, () => reopen().records],
  ["in memory", () => new MemoryRecordStore(), null],
])("accounts that are closed %s", (_name, open, openAgain) => {
  test("come back with their sums, and without the records that came to them", async () => {
    const store = open();
    await store.add([foreign(1), foreign(2), foreign(3)]);
    const records = [foreign(1), foreign(3)].map(({ hash }) => hash);
    expect(await store.close({ records, accounts: [closedAccount()] })).toBe(true);
    const next = closedAccount(START + 9);
    expect(await store.close({ records: [], accounts: [next] })).toBe(true);
    for (const kept of [store, ...(openAgain ? [openAgain()] : [])]) {
      expect(await kept.load()).toEqual([foreign(2)]);
      expect(await kept.loadClosed()).toEqual([next]);
    }
  });
});

describe("closing accounts", () => {
  const closing = { records: [foreign(1).hash], accounts: [closedAccount()] };

  test("is refused to the second of two pages that have read the same", async () => {
    const [one, other] = [reopen().records, reopen().records];
    await one.add([foreign(1), foreign(2)]);
    for (const page of [one, other]) await page.loadClosed();
    expect(await one.close(closing)).toBe(true);
    const accounts = [closedAccount(START + 9)];
    expect(await other.close({ records: [foreign(2).hash], accounts })).toBe(false);
    expect(await reopen().records.load()).toEqual([foreign(2)]);
    expect(await reopen().records.loadClosed()).toEqual([closedAccount()]);
  });

  test("is done whole or not at all", async () => {
    const { records } = reopen();
    await records.add([foreign(1)]);
    const failing = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => {
      throw new DOMException("the disk is full", "QuotaExceededError");
    });
    expect(await fault(records.close(closing))).toBe("full");
    failing.mockRestore();
    expect(await reopen().records.load()).toEqual([foreign(1)]);
    expect(await reopen().records.loadClosed()).toEqual([]);
    expect(await records.close(closing)).toBe(true);
  });

  test("never takes own records, and a damaged row is set aside", async () => {
    const database = reopen();
    const record = await (await ownFeed(database)).append(work(1));
    await database.records.close({ ...closing, records: [record.hash] });
    const { project, device: other } = closedAccount();
    await changeRow("closed", [project, other], (row) => ({ ...row, until: "today" }));
    const after = reopen();
    expect(await after.records.load()).toEqual([record]);
    expect(await after.records.loadClosed()).toEqual([]);
    expect(after.records.damagedCount).toBe(1);
    expect(await readDatabase()).toMatchObject({ rows: { closed: [], damaged: [{ row: { project } }] } });
  });
});

describe("the own feed", () => {
  test("goes on after a reload where it ended, and its records are there", async () => {
    const feed = await ownFeed(reopen());
    const records = [await feed.append(work(1)), await feed.append(work(2))];
    const after = reopen();
    const again = await ownFeed(after);
    expect(again.end).toEqual({ seq: 1, hash: records[1]!.hash, workedOn: exampleHash("base 2") });
    expect(await after.records.load()).toEqual(records);
  });

  test("signs again what was reserved when the program ended, and nothing else for that place", async () => {
    const database = reopen();
    const feed = await ownFeed(database);
    await feed.append(work(1));
    vi.spyOn(database.feeds, "keep").mockRejectedValueOnce(new Error("killed"));
    await expect(feed.append(work(2))).rejects.toThrow("killed");
    const after = reopen();
    expect((await ownFeed(after)).end).toMatchObject({ seq: 1, workedOn: exampleHash("base 2") });
    expect(await after.records.load()).toHaveLength(2);
  });

  test("is refused to the second of two pages that sign with one key", async () => {
    const [one, other] = [reopen(), reopen()];
    const feeds = [await ownFeed(one), await ownFeed(other)];
    const first = await feeds[0]!.append(work(1));
    expect(await fault(feeds[1]!.append(work(2)))).toBe("taken");
    expect(await reopen().records.load()).toEqual([first]);
    expect((await ownFeed(reopen())).end.hash).toBe(first.hash);
  });

  test("is refused to a page whose reservation another one replaced", async () => {
    const [one, other] = [reopen(), reopen()];
    await ownFeed(one);
    await ownFeed(other);
    await one.feeds.reserve(device, Uint8Array.of(1));
    expect(await fault(other.feeds.reserve(device, Uint8Array.of(2)))).toBe("taken");
    await one.feeds.reserve(device, Uint8Array.of(3)); // its own it may replace: what was signed under it was never kept
  });

  test("is begun once, and a device that the disk does not know has none", async () => {
    const database = reopen();
    expect(await database.feeds.load(device)).toBeNull();
    await database.feeds.begin(device);
    expect(await database.feeds.load(device)).toEqual({ end: (await ownFeed(database)).end, reserved: null });
    await (await ownFeed(database)).append(work(1));
    expect(await fault(reopen().feeds.begin(device))).toBe("taken");
  });

  test("whose end is damaged is not guessed", async () => {
    await (await ownFeed(reopen())).append(work(1));
    await changeRow("feeds", device, (row) => ({ ...row, seq: "0" }));
    expect(await fault(reopen().feeds.load(device))).toBe("lost-feed");
  });

  test("keeps its records from being removed, as are commits that the device signed", async () => {
    const database = reopen();
    const record = await (await ownFeed(database)).append(work(1));
    const commit = await exampleCommitRecord(3, 2); // signed by signer 0
    await database.records.add([commit, foreign(1), record]);
    await database.records.remove([record.hash, commit.hash, foreign(1).hash]);
    expect(await reopen().records.load()).toEqual([record, commit]);
  });
});

describe("a damaged row", () => {
  const damages: readonly (readonly [string, (record: SignedRecord) => object])[] = [
    ["a changed byte", ({ bytes }) => ({ bytes: bytes.map((byte, index) => byte ^ Number(index === 40)) })],
    [
      "a changed signature",
      ({ signatures }) => ({
        signatures: signatures.map((one) => ({ ...one, signature: one.signature.map((byte) => byte ^ 1) })),
      }),
    ],
    ["a lost signature", () => ({ signatures: [] })],
    ["bytes that were cut", ({ bytes }) => ({ bytes: bytes.slice(0, -1) })],
    ["text for bytes", () => ({ bytes: "text" })],
    ["no arrival", () => ({ arrival: undefined })],
    ["nothing", () => ({ bytes: undefined, signatures: undefined, sum: undefined })],
  ];

  test.each(damages)(
    "(%s) is left out, counted and set aside, and the others are read",
    async (_name, damage) => {
      const before = reopen();
      await before.records.add([foreign(1), foreign(2), foreign(3)]);
      await changeRow("records", foreign(2).hash, (row) => ({ ...row, ...damage(foreign(2)) }));
      const after = reopen();
      expect(await after.records.load()).toEqual([foreign(1), foreign(3)]);
      expect(after.records.damagedCount).toBe(1);
      expect(await readDatabase()).toMatchObject({
        rows: { damaged: [{ row: { hash: foreign(2).hash }, reason: expect.any(String) as string }] },
      });
      await after.records.add([foreign(2)]); // a peer sends it again
      const repaired = reopen();
      expect(await repaired.records.load()).toEqual([foreign(1), foreign(3), foreign(2)]);
      expect(repaired.records.damagedCount).toBe(0);
    },
  );

  test("under the name of bytes that are no record is one too", async () => {
    const bytes = Uint8Array.of(1, 2, 3);
    const database = reopen();
    await database.records.add([{ bytes, hash: hashOf(bytes), signatures: [] }]);
    expect(await database.records.load()).toEqual([]);
    expect(database.records.damagedCount).toBe(1);
  });
});
