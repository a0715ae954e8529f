import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { must } from "../../../shared/core/assert.ts";
import { toHex } from "../../../shared/core/bytes.ts";
import type { PeerId } from "../../../shared/core/ids.ts";
import { checkRecord } from "../../../shared/ledger/checked-record.ts";
import { ed25519Verifier } from "../../../shared/ledger/ed25519.ts";
import { EMPTY_FEED, Feed, type FeedEnd, StuckFeedError } from "../../../shared/ledger/feed.ts";
import { MemoryFeedStore } from "../../../shared/ledger/memory-feed-store.ts";
import { feedRecordBytes, signingBytes } from "../../../shared/ledger/record.ts";
import {
  type FeedContent,
  type FeedEntry,
  isFeedContent,
  NO_HASH,
} from "../../../shared/ledger/record-content.ts";
import type { SignedRecord } from "../../../shared/ledger/signed-record.ts";
import type { Signer } from "../../../shared/ports/signatures.ts";
import { contributionOn, EXAMPLE_ENTRIES, PERSON, teamNamed } from "../../support/example-entries.ts";
import { exampleHash, exampleSigner } from "../../support/example-messages.ts";

const SIGNER = exampleSigner(0);

/** Where writing fails, before or after the disk has it. A program that is killed there sees the same as one that gets an error. */
type Fault = "before it is reserved" | "after it is reserved" | "before it is kept" | "after it is kept";
const FAULTS: readonly Fault[] = [
  "before it is reserved",
  "after it is reserved",
  "before it is kept",
  "after it is kept",
];

class DiskError extends Error {}

/** A disk that survives the program, and fails when it is told to. */
class FaultyStore extends MemoryFeedStore {
  readonly kept: SignedRecord[] = [];
  fault: Fault | null = null;

  override async reserve(device: PeerId, bytes: Uint8Array): Promise<void> {
    this.#failIf("before it is reserved");
    await super.reserve(device, bytes);
    this.#failIf("after it is reserved");
  }

  override async keep(device: PeerId, end: FeedEnd, record?: SignedRecord): Promise<void> {
    this.#failIf("before it is kept");
    await super.keep(device, end);
    this.kept.push(must(record, "a feed keeps its records"));
    this.#failIf("after it is kept");
  }

  #failIf(fault: Fault): void {
    if (this.fault !== fault) return;
    this.fault = null;
    throw new DiskError(fault);
  }
}

/** Remembers what it signed. */
function watched(signer: Signer) {
  const signed = new Set<string>();
  const sign = (message: Uint8Array) => {
    signed.add(toHex(message));
    return signer.sign(message);
  };
  return { signer: { device: signer.device, sign }, signed };
}

const bytesAt = ({ seq, hash }: FeedEnd, entry: FeedEntry) =>
  feedRecordBytes({ device: SIGNER.device, seq: seq + 1, prev: hash }, entry);

function contentOf(record: SignedRecord): FeedContent {
  const parsed = checkRecord(record, ed25519Verifier);
  if (!parsed.ok) throw new Error(parsed.reason);
  const content = must(parsed.checked.content, "a known type");
  if (!isFeedContent(content)) throw new Error("not of a feed");
  return content;
}

/** Whether the records follow each other from the first on. */
function expectChain(records: readonly SignedRecord[]): void {
  records.forEach((record, index) => {
    const prev = index === 0 ? NO_HASH : records[index - 1]!.hash;
    expect(contentOf(record)).toMatchObject({ device: SIGNER.device, seq: index, prev });
  });
}

describe("a feed", () => {
  test("names the record before in each, from the first on, and ends with the last", async () => {
    const feed = Feed.begin(SIGNER, new FaultyStore());
    expect([feed.device, feed.kept, feed.end]).toEqual([SIGNER.device, EMPTY_FEED, EMPTY_FEED]);
    const records = [
      await feed.append(EXAMPLE_ENTRIES.delegation, PERSON),
      await feed.append(EXAMPLE_ENTRIES.identity),
      await feed.append(EXAMPLE_ENTRIES.team),
      await feed.append(EXAMPLE_ENTRIES.contribution),
      await feed.append(EXAMPLE_ENTRIES.verdict),
    ];
    expectChain(records);
    expect(records.map((record) => contentOf(record).type)).toEqual(Object.keys(EXAMPLE_ENTRIES));
    expect(feed.end).toMatchObject({ seq: 4, hash: records[4]!.hash });
    expect(feed.kept).toEqual(EMPTY_FEED);
  });

  test("shows nobody a record that is not on the disk", async () => {
    const store = new FaultyStore();
    const feed = Feed.begin(SIGNER, store);
    const record = await feed.append(teamNamed("Herons"));
    expect(store.kept).toEqual([record]);
    expect(await store.load(SIGNER.device)).toEqual({ end: feed.end, reserved: null });
  });

  test("goes on in the next session where it ended", async () => {
    const store = new FaultyStore();
    const before = Feed.begin(SIGNER, store);
    const records = [await before.append(teamNamed("Herons")), await before.append(contributionOn("head"))];
    const feed = await Feed.open(SIGNER, store);
    expect([feed.end, feed.kept]).toEqual([before.end, before.end]);
    expectChain([...records, await feed.append(teamNamed("Cranes"))]);
    expect(feed.kept).toEqual(before.end); // what others have to confirm
  });

  test("of a device that the disk does not know is empty", async () => {
    const feed = await Feed.open(SIGNER, new FaultyStore());
    expect(feed.end).toEqual(EMPTY_FEED);
    expectChain([await feed.append(teamNamed("Herons"))]);
  });

  test("remembers the head that the last contribution was made on, through a restart", async () => {
    const store = new FaultyStore();
    const feed = Feed.begin(SIGNER, store);
    await feed.append(contributionOn("first"));
    expect(feed.end.workedOn).toBe(exampleHash("first"));
    await feed.append(contributionOn("second"));
    await feed.append(EXAMPLE_ENTRIES.verdict);
    expect(feed.end.workedOn).toBe(exampleHash("second"));
    expect((await Feed.open(SIGNER, store)).end.workedOn).toBe(exampleHash("second"));
  });

  test("gives records that are appended at once one place after the other", async () => {
    const store = new FaultyStore();
    const feed = Feed.begin(SIGNER, store);
    const names = ["Herons", "Cranes", "Storks", "Egrets"];
    const records = await Promise.all(names.map((name) => feed.append(teamNamed(name))));
    expectChain(records);
    expect(records.map((record) => contentOf(record).body)).toMatchObject(names.map((name) => ({ name })));
    expect(store.kept).toEqual(records);
  });
});

describe("a disk that fails", () => {
  test.each(["before it is reserved", "after it is reserved", "before it is kept"] as const)(
    "%s leaves the place to the next record",
    async (fault) => {
      const store = new FaultyStore();
      const feed = Feed.begin(SIGNER, store);
      const first = await feed.append(teamNamed("Herons"));
      const { end } = feed;
      store.fault = fault;
      const [lost, next] = await Promise.allSettled([
        feed.append(contributionOn("lost")),
        feed.append(teamNamed("Cranes")),
      ]);
      expect(lost).toMatchObject({ status: "rejected", reason: new DiskError(fault) });
      if (next.status === "rejected") throw next.reason;
      expectChain([first, next.value]);
      expect(store.kept).toEqual([first, next.value]);
      expect(feed.end).toEqual({ ...end, seq: 1, hash: next.value.hash }); // and nothing was worked on
    },
  );
});

describe("a program that is killed", () => {
  test.each(FAULTS)("%s writes the same bytes or none, and goes on behind them", async (fault) => {
    const store = new FaultyStore();
    const { signer, signed } = watched(SIGNER);
    const killed = Feed.begin(signer, store);
    const first = await killed.append(teamNamed("Herons"));
    const bytes = bytesAt(killed.end, contributionOn("head"));
    store.fault = fault;
    await expect(killed.append(contributionOn("head"))).rejects.toBeInstanceOf(DiskError);

    const feed = await Feed.open(signer, store);
    const next = await feed.append(teamNamed("Cranes"));
    const isThere = fault !== "before it is reserved";
    expectChain([first, ...(isThere ? [store.kept[1]!] : []), next]);
    expect(store.kept.map((record) => toHex(record.bytes)).includes(toHex(bytes))).toBe(isThere);
    expect(feed.end.workedOn).toBe(isThere ? exampleHash("head") : null);
    expect(signed.size).toBe(isThere ? 3 : 2);
  });

  test("at any moments never signs two records for one place", async () => {
    const moment = fc.constantFrom(null, null, ...FAULTS);
    await fc.assert(
      fc.asyncProperty(fc.array(moment, { minLength: 1, maxLength: 12 }), async (moments) => {
        const store = new FaultyStore();
        const { signer, signed } = watched(SIGNER);
        let feed = Feed.begin(signer, store);
        for (const [index, fault] of moments.entries()) {
          store.fault = fault;
          const isAlive = await feed.append(teamNamed(`team ${index}`)).then(
            () => true,
            () => false,
          );
          if (!isAlive) feed = await Feed.open(signer, store);
        }
        expectChain(store.kept);
        const keptBytes = store.kept.map(({ bytes }) => toHex(signingBytes(bytes)));
        expect([...signed].toSorted()).toEqual(keptBytes.toSorted());
      }),
      { seed: 6, numRuns: 60 },
    );
  });

  test("while it opened the feed can be opened again", async () => {
    const store = new FaultyStore();
    const feed = Feed.begin(SIGNER, store);
    store.fault = "after it is reserved";
    await expect(feed.append(teamNamed("Herons"))).rejects.toBeInstanceOf(DiskError);
    for (const fault of ["before it is kept", "after it is kept"] as const) {
      store.fault = fault;
      await expect(Feed.open(SIGNER, store)).rejects.toBeInstanceOf(DiskError);
    }
    expect((await Feed.open(SIGNER, store)).end.seq).toBe(0);
    expectChain(store.kept);
  });
});

describe("a delegation", () => {
  test("is signed by the device and the person", async () => {
    const feed = Feed.begin(SIGNER, new FaultyStore());
    const record = await feed.append(EXAMPLE_ENTRIES.delegation, PERSON);
    const signers = record.signatures.map(({ device }) => device);
    expect(signers).toEqual([SIGNER.device, PERSON.device].toSorted());
    expect(contentOf(record).type).toBe("delegation");
  });

  test("that was begun is finished after a restart, when the person is there", async () => {
    const store = new FaultyStore();
    const killed = Feed.begin(SIGNER, store);
    store.fault = "after it is reserved";
    await expect(killed.append(EXAMPLE_ENTRIES.delegation, PERSON)).rejects.toBeInstanceOf(DiskError);
    const feed = await Feed.open(SIGNER, store, PERSON);
    expectChain([...store.kept, await feed.append(teamNamed("Herons"))]);
    expect(contentOf(store.kept[0]!).type).toBe("delegation");
  });

  test("that was begun and nobody can sign ends the feed, and nothing takes its place", async () => {
    const store = new FaultyStore();
    const killed = Feed.begin(SIGNER, store);
    store.fault = "before it is kept";
    await expect(killed.append(EXAMPLE_ENTRIES.delegation, PERSON)).rejects.toBeInstanceOf(DiskError);
    const { signer, signed } = watched(SIGNER);
    await expect(Feed.open(signer, store)).rejects.toBeInstanceOf(StuckFeedError);
    await expect(Feed.open(signer, store)).rejects.toMatchObject({ name: "StuckFeedError" });
    expect([signed.size, store.kept.length]).toEqual([0, 0]);
  });

  test("does not need the person for what else was begun", async () => {
    const store = new FaultyStore();
    const killed = Feed.begin(SIGNER, store);
    store.fault = "after it is reserved";
    await expect(killed.append(teamNamed("Herons"), PERSON)).rejects.toBeInstanceOf(DiskError);
    await Feed.open(SIGNER, store, PERSON);
    expect(store.kept[0]!.signatures.map(({ device }) => device)).toEqual([SIGNER.device]);
  });
});
