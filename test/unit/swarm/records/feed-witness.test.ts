import { describe, expect, test } from "vitest";
import { Feed } from "../../../../shared/ledger/feed.ts";
import { MemoryFeedStore } from "../../../../shared/ledger/memory-feed-store.ts";
import type { SignedRecord } from "../../../../shared/ledger/signed-record.ts";
import { FeedWitness } from "../../../../shared/swarm/records/feed-witness.ts";
import { teamNamed } from "../../../support/example-entries.ts";
import { exampleHash, exampleSigner } from "../../../support/example-messages.ts";

/** A feed that ended with its third record when the program began, and a witness of it. */
async function setUp(knownFrom = 0) {
  const store = new MemoryFeedStore();
  const before = Feed.begin(exampleSigner(0), store);
  const records: SignedRecord[] = [];
  for (const name of ["Herons", "Cranes", "Storks"]) records.push(await before.append(teamNamed(name)));
  const feed = await Feed.open(exampleSigner(0), store);
  const witness = new FeedWitness(feed, (seq) => (seq < knownFrom ? null : (records[seq]?.hash ?? null)));
  const outcome = () => [witness.isConfirmed, witness.isForgotten];
  return { witness, records, feed, outcome };
}
const CONFIRMED = [true, false];
const FORGOTTEN = [false, true];
const OPEN = [false, false];

describe("the end of an own feed", () => {
  test("is open until somebody knows it", async () => {
    const { witness, records, outcome } = await setUp();
    expect(outcome()).toEqual(OPEN);
    witness.hear(2, records[2]!.hash);
    expect(outcome()).toEqual(CONFIRMED);
  });

  test("is confirmed by who knows an earlier record of it, and nothing that contradicts it", async () => {
    const { witness, records, outcome } = await setUp();
    witness.hear(0, records[0]!.hash);
    expect(outcome()).toEqual(CONFIRMED);
  });

  test("is open when nobody can tell whether an earlier record is the own one", async () => {
    const { witness, records, outcome } = await setUp(1);
    witness.hear(0, records[0]!.hash);
    expect(outcome()).toEqual(OPEN);
  });

  test("of a new device needs nobody", () => {
    const feed = Feed.begin(exampleSigner(0), new MemoryFeedStore());
    const witness = new FeedWitness(feed, () => null);
    expect([witness.isConfirmed, witness.isForgotten]).toEqual(CONFIRMED);
  });

  test("is not confirmed by what was written since", async () => {
    const { witness, records, feed, outcome } = await setUp();
    records.push(await feed.append(teamNamed("Egrets")));
    witness.hear(3, records[3]!.hash);
    expect(outcome()).toEqual(OPEN);
  });
});

describe("a device that has forgotten what it signed", () => {
  test.each([
    ["a later record", 3],
    ["a much later record", 900],
    ["another last record", 2],
    ["another record before", 1],
  ])("learns it from who knows %s", async (_, seq) => {
    const { witness, outcome } = await setUp();
    witness.hear(seq, exampleHash("forgotten"));
    expect(outcome()).toEqual(FORGOTTEN);
  });

  test("has forgotten it whoever else confirms the end, before or after", async () => {
    for (const order of [
      [0, 1],
      [1, 0],
    ]) {
      const { witness, records, outcome } = await setUp();
      const words = [
        { seq: 2, hash: records[2]!.hash },
        { seq: 7, hash: exampleHash("forgotten") },
      ];
      for (const { seq, hash } of order.map((index) => words[index]!)) witness.hear(seq, hash);
      expect(outcome()).toEqual(FORGOTTEN);
    }
  });

  test("forgets it also when the feed is new here: a key that signed before is no new one", () => {
    const feed = Feed.begin(exampleSigner(0), new MemoryFeedStore());
    const witness = new FeedWitness(feed, () => null);
    witness.hear(4, exampleHash("forgotten"));
    expect([witness.isConfirmed, witness.isForgotten]).toEqual(FORGOTTEN);
  });
});
