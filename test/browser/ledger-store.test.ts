/// <reference types="@vitest/browser-playwright" />
/** The ledger on Chromium's disk. What does not need a browser is in test/unit/worker/ledger-store.test.ts. */
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { cdp } from "vitest/browser";
import { Feed } from "../../shared/ledger/feed.ts";
import { isFeedContent, openRecord } from "../../shared/ledger/record-content.ts";
import type { SignedRecord } from "../../shared/ledger/signed-record.ts";
import { problemInEnglish } from "../../shared/problems/problem.ts";
import { describeProblem } from "../../worker/problems.ts";
import { MaterialStore } from "../../worker/storage/material-store.ts";
import { LedgerDatabase } from "../../worker/storage/ledger-store.ts";
import version1 from "../fixtures/ledger-database-1.json?raw";
import version3 from "../fixtures/ledger-database-3.json?raw";
import { EXAMPLE_CONTRIBUTION, exampleHash, exampleSigner } from "../support/example-messages.ts";
import { forge } from "../support/forged-records.ts";
import {
  type DatabaseFixture,
  deleteLedger,
  openNative,
  readDatabase,
  settled,
  writeDatabase,
} from "../support/ledger-databases.ts";

const OWN = exampleSigner(0);
/** Times that a writing tab is ended. */
const ENDINGS = 8;
/** All the room that the browser gives. */
const QUOTA_BYTES = 2_000_000;
const BATCH_BYTES = 400_000;
const LARGE_BYTES = 4_000;

const databases: LedgerDatabase[] = [];
function reopen(onEmptied?: () => void): LedgerDatabase {
  const database = new LedgerDatabase(onEmptied);
  databases.push(database);
  return database;
}

const setQuota = (quota: { readonly quotaSize?: number }) =>
  cdp().send("Storage.overrideQuotaForOrigin", { origin: location.origin, ...quota });

beforeAll(async () => {
  // Emptied first, because the browser remembers for a while how much room an origin with data has.
  await deleteLedger();
  await setQuota({ quotaSize: QUOTA_BYTES });
});
afterAll(() => setQuota({}));
afterEach(async () => {
  for (const database of databases.splice(0)) database.close();
  await deleteLedger();
});

const work = (round: number) => ({
  type: "contribution" as const,
  body: { ...EXAMPLE_CONTRIBUTION, round, base: exampleHash(`base ${round}`) },
});

async function ownFeed({ feeds }: LedgerDatabase): Promise<Feed> {
  if ((await feeds.load(OWN.device)) === null) await feeds.begin(OWN.device);
  return Feed.open(OWN, feeds);
}

const failureOf = async (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => error as { readonly fault: string },
  );

test("records come back with the same bits after a reload, and the feed goes on", async () => {
  const feed = await ownFeed(reopen());
  const records = [await feed.append(work(1)), await feed.append(work(2))];
  const after = reopen();
  expect(await after.records.load()).toEqual(records);
  expect((await ownFeed(after)).end).toEqual(feed.end);
});

test("a database of version 1 becomes one of version 2", async () => {
  await writeDatabase(JSON.parse(version1) as DatabaseFixture);
  await reopen().feeds.load(OWN.device);
  const { nativeVersion, rows } = JSON.parse(version3) as DatabaseFixture;
  expect(await readDatabase()).toEqual({ nativeVersion, rows: { ...rows, closed: [] } });
});

/** Lets a tab write until it has said so many records more, and ends it there, whatever it does. */
function writeUntilEnded(count: number, said: Map<number, string>): Promise<void> {
  const writer = new Worker(new URL("../support/ledger-writer.ts", import.meta.url), { type: "module" });
  const most = said.size + count;
  return new Promise((resolve, reject) => {
    writer.addEventListener("error", (event) => reject(new Error(event.message)));
    writer.addEventListener("message", ({ data }: MessageEvent<{ seq: number; hash: string }>) => {
      if (said.size < most) said.set(data.seq, data.hash);
      if (said.size < most) return;
      writer.terminate();
      resolve();
    });
  });
}

test("a tab that is ended while it writes has lost nothing that it was told is kept, and signed for no place twice", async () => {
  const said = new Map<number, string>();
  for (let ending = 1; ending <= ENDINGS; ending++) await writeUntilEnded(3 * ending, said);
  const ledger = reopen();
  const { end } = await ownFeed(ledger); // signs what was begun
  const kept = await ledger.records.load();
  const hashes = new Set(kept.map(({ hash }) => hash));
  expect([...said.values()].filter((hash) => !hashes.has(hash))).toEqual([]);
  expect(kept.map(seqOf)).toEqual(Array.from({ length: end.seq + 1 }, (_, seq) => seq));
});

function seqOf({ bytes }: SignedRecord): number {
  const opened = openRecord(bytes);
  return opened.ok && isFeedContent(opened.content) ? opened.content.seq : -1;
}

describe("site data that are cleared under the page", () => {
  test.each([
    ["from a page", async () => void (await deleteLedger())],
    [
      "by the browser",
      () => cdp().send("Storage.clearDataForOrigin", { origin: location.origin, storageTypes: "indexeddb" }),
    ],
  ])("%s do not stop it: the feed goes on and the records are added again", async (_name, clear) => {
    const records: SignedRecord[] = [];
    const onEmptied = vi.fn();
    const ledger: LedgerDatabase = reopen(() => {
      onEmptied();
      void ledger.records.add(records.slice(0, 1));
    });
    const feed = await ownFeed(ledger);
    records.push(await feed.append(work(1)));
    await clear();
    records.push(await feed.append(work(2)));
    expect(onEmptied).toHaveBeenCalledTimes(1);
    const after = reopen();
    await expect.poll(async () => new Set(await after.records.load())).toEqual(new Set(records));
    expect((await ownFeed(after)).end).toEqual(feed.end);
  });
});

test("updates and states of recent rounds come back with the same bits", async () => {
  const material = new MaterialStore();
  const [project, update] = [exampleHash("project"), exampleHash("update")];
  // Every kind of bits that a float may have: signed zeros, a denormal, the extremes.
  const parameters = Float32Array.of(-0, 0, 1e-45, -3.4028235e38, 1 / 3);
  const base = {
    round: 4,
    commit: exampleHash("head 4"),
    state: { parameters, momentum: parameters.map((value) => value / 2) },
  };
  await material.setBase(project, base);
  const round = {
    round: 5,
    commit: exampleHash("head 5"),
    base: base.commit,
    updates: new Map([[update, Uint8Array.of(1, 2, 3)]]),
  };
  expect(await material.addRound(project, round)).toBe("kept");
  material.close();
  const again = new MaterialStore();
  const found = await again.base(project);
  expect(new Uint32Array(found!.state!.parameters.buffer)).toEqual(new Uint32Array(parameters.buffer));
  expect(found!.state!.momentum).toEqual(base.state.momentum);
  expect(await again.roundsOf(project)).toEqual([{ round: 5, commit: round.commit }]);
  expect(await again.update(update)).toEqual(Uint8Array.of(1, 2, 3));
  again.close();
  await settled(indexedDB.deleteDatabase("tabloom-material"));
});

describe("another page", () => {
  test("of an older version is named while it is in the way", async () => {
    const old = await openNative(1);
    const ledger = reopen();
    expect(await failureOf(ledger.records.load())).toMatchObject({ fault: "blocked" });
    old.close();
    await expect.poll(() => ledger.records.load()).toEqual([]);
  });

  test("of a newer version may change the tables in the midst of writing, and this page writes nothing into them", async () => {
    const feed = await ownFeed(reopen());
    const writing = [1, 2, 3].map((round) => failureOf(feed.append(work(round))));
    const newer = await openNative(40);
    const kept = (await Promise.all(writing)).filter((failure) => failure === null).length;
    expect(await settled(newer.transaction("records").objectStore("records").count())).toBe(kept);
    newer.close();
    const failure = await failureOf(feed.append(work(4)));
    expect(failure).toMatchObject({ fault: "outdated" });
    expect(problemInEnglish(describeProblem(failure)).advice).toMatch(/Reload/);
  });
});

test("a full disk is an error that people understand, keeps what is there, and passes", async () => {
  const ledger = reopen();
  const feed = await ownFeed(ledger);
  const kept: SignedRecord[] = [await feed.append(work(1))];
  let failure: { readonly fault: string } | null = null;
  for (let batch = 1; failure === null && batch * BATCH_BYTES < 4 * QUOTA_BYTES; batch++) {
    const records = Array.from({ length: BATCH_BYTES / LARGE_BYTES }, largeRecord);
    failure = await failureOf(ledger.records.add(records));
    if (failure === null) kept.push(...records);
  }
  expect(problemInEnglish(describeProblem(failure)).title).toMatch(/no room/);
  expect(await reopen().records.load()).toEqual(kept);
  await setQuota({});
  await ledger.records.remove(kept.map(({ hash }) => hash));
  const next = await feed.append(work(2));
  expect(await reopen().records.load()).toEqual([kept[0], next]);
});

/** Of a later version, and of random bytes, because the browser compresses what it stores. */
function largeRecord(): SignedRecord {
  return forge(
    { v: 2, type: "large", body: crypto.getRandomValues(new Uint8Array(LARGE_BYTES)) },
    exampleSigner(5).device,
  );
}
