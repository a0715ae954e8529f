/** What other versions, other pages, the person and the disk do to the ledger. */
import { closedAccount, fault, foreign, OWN, ownFeed, reopen, work } from "./ledger-pages.ts";
import { readFileSync } from "node:fs";
import { describe, expect, test, vi } from "vitest";
import type { SignedRecord } from "../../../shared/ledger/signed-record.ts";
import { describeProblem } from "../../../worker/problems.ts";
import { LedgerStoreError } from "../../../worker/storage/ledger-store-error.ts";
import type { LedgerDatabase } from "../../../worker/storage/ledger-store.ts";
import { exampleHash } from "../../support/example-messages.ts";
import { FACTS } from "../../support/ledger-fixtures.ts";
import {
  type DatabaseFixture,
  deleteLedger,
  openNative,
  readDatabase,
  revive,
  writeDatabase,
} from "../../support/ledger-databases.ts";

const { device } = OWN;

describe("a database of an earlier version", () => {
  const fixture = (version: number) =>
    JSON.parse(
      readFileSync(new URL(`../../fixtures/ledger-database-${version}.json`, import.meta.url), "utf8"),
    ) as DatabaseFixture & { readonly arrivals: readonly string[]; readonly damaged: string };

  test.each([1, 2])("(%i) becomes what this version would have written", async (version) => {
    await writeDatabase(fixture(version));
    await reopen().feeds.load(device);
    const { nativeVersion, rows } = fixture(3);
    expect(await readDatabase()).toEqual({ nativeVersion, rows: { ...rows, closed: [] } });
  });

  test.each([1, 2, 3])("or of this one is read (%i), but for what is damaged", async (version) => {
    const { arrivals, damaged, ...database } = fixture(version);
    await writeDatabase(database);
    const ledger = reopen();
    expect((await ledger.records.load()).map(({ hash }) => hash)).toEqual(arrivals);
    expect(await readDatabase()).toMatchObject({ rows: { damaged: [{ row: { hash: damaged } }] } });
    expect(await ledger.records.loadClosed()).toEqual(revive(database.rows["closed"] ?? []));
  });

  test("gives its feed what it needs to go on: the reserved record is signed, and no second one on the last head", async () => {
    await writeDatabase(fixture(1));
    expect((await reopen().feeds.load(device))?.end.workedOn).toBe(exampleHash("next base"));
    const feed = await ownFeed(reopen());
    expect(feed.end).toMatchObject({ seq: 3, workedOn: exampleHash("a third base") });
  });

  test("opens whatever its rows hold", async () => {
    const rows = {
      records: [{ hash: "x" }, { hash: "y", bytes: 5, signatures: "no" }],
      feeds: [{ device: "z" }],
    };
    await writeDatabase({ ...fixture(1), rows });
    const ledger = reopen();
    expect(await ledger.records.load()).toEqual([]);
    expect(ledger.records.damagedCount).toBe(2);
    expect(await fault(ledger.feeds.load("z"))).toBe("lost-feed");
  });
});

describe("another page", () => {
  test("of an older version that does not give way is named, and the ledger opens when it is closed", async () => {
    const old = await openNative(1);
    const ledger = reopen();
    expect(await fault(ledger.records.load())).toBe("blocked");
    expect(await fault(ledger.records.load())).toBe("blocked");
    old.close();
    await expect.poll(() => ledger.records.load()).toEqual([]);
  });

  test("of a newer version is given way to, and this one says so and writes nothing more", async () => {
    const ledger = reopen();
    await ledger.records.add([foreign(1)]);
    const newer = await openNative(40);
    expect(await fault(ledger.records.add([foreign(2)]))).toBe("outdated");
    newer.close();
    expect(await fault(ledger.records.add([foreign(2)]))).toBe("outdated");
    expect(await fault(reopen().records.load())).toBe("outdated");
  });
});

describe("a database that is deleted under the page", () => {
  test("is made again with the end of the feed, and the owner adds the records once more", async () => {
    const records: SignedRecord[] = [];
    const ledger: LedgerDatabase = reopen(() => void ledger.records.add(records));
    const feed = await ownFeed(ledger);
    records.push(await feed.append(work(1)));
    await deleteLedger();
    records.push(await feed.append(work(2)));
    const after = reopen();
    await expect.poll(() => after.records.load()).toHaveLength(2);
    expect((await ownFeed(after)).end).toEqual(feed.end);
    await after.records.remove(records.map(({ hash }) => hash));
    expect(await after.records.load()).toHaveLength(2); // still its own
  });

  test("still knows the projects, without which no receipt can be read", async () => {
    const ledger = reopen();
    const { project } = FACTS;
    const entry = { project, name: "Tiny", modelName: "gpt nano", unit: "tokens", facts: FACTS } as const;
    await ledger.projects.put(entry);
    await deleteLedger();
    await ledger.records.add([foreign(1)]);
    expect(await reopen().projects.load()).toEqual([entry]);
  });

  test("still knows what closed accounts came to: nobody else does", async () => {
    const ledger = reopen();
    await ledger.records.close({ records: [], accounts: [closedAccount()] });
    await deleteLedger();
    await ledger.records.add([foreign(1)]);
    expect(await reopen().records.loadClosed()).toEqual([closedAccount()]);
  });

  test("again and again is made again", async () => {
    const onEmptied = vi.fn();
    const ledger = reopen(onEmptied);
    const feed = await ownFeed(ledger);
    for (const round of [1, 2, 3]) {
      await deleteLedger();
      await feed.append(work(round));
    }
    expect(onEmptied).toHaveBeenCalledTimes(3);
    expect((await ownFeed(reopen())).end).toEqual(feed.end);
  });
});

describe("a browser that cannot keep records", () => {
  test("because it lets the page store nothing is named", async () => {
    vi.spyOn(IDBFactory.prototype, "open").mockImplementation(() => {
      throw new DOMException("access is denied for this document", "SecurityError");
    });
    expect(await fault(reopen().records.load())).toBe("forbidden");
  });

  test.each([
    ["itself", () => new DOMException("the disk is full", "QuotaExceededError")],
    [
      "inside of an aborted transaction",
      () =>
        Object.assign(new DOMException("aborted", "AbortError"), {
          inner: new DOMException("full", "QuotaExceededError"),
        }),
    ],
  ])("because the disk is full, which is told %s, is named, and keeps what it has", async (_name, error) => {
    const ledger = reopen();
    const feed = await ownFeed(ledger);
    const kept = await feed.append(work(1));
    const failing = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => {
      throw error();
    });
    expect(await fault(feed.append(work(2)))).toBe("full");
    expect(await fault(ledger.records.add([foreign(1)]))).toBe("full");
    failing.mockRestore();
    expect(await reopen().records.load()).toEqual([kept]);
    const next = await feed.append(work(3)); // when there is room again
    expect(await reopen().records.load()).toEqual([kept, next]);
  });
});

test.each(["forbidden", "full", "blocked", "outdated", "deleted", "broken", "taken", "lost-feed"] as const)(
  "people read what happened and what to do: %s",
  (fault) => {
    const error = new LedgerStoreError(fault);
    expect(describeProblem(error)).toEqual(error.problem);
    for (const sentence of [error.message, error.advice]) expect(sentence).toMatch(/^[A-Z].*\.$/);
  },
);
