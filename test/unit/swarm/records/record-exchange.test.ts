import { describe, expect, test } from "vitest";
import type { Hash } from "../../../../shared/core/ids.ts";
import type { CheckedRecord } from "../../../../shared/ledger/checked-record.ts";
import type { Ledger } from "../../../../shared/ledger/ledger.ts";
import type { SignedRecord } from "../../../../shared/ledger/signed-record.ts";
import type { Message } from "../../../../shared/protocol/message.ts";
import { EXAMPLE_VERDICT, teamNamed } from "../../../support/example-entries.ts";
import { exampleHash } from "../../../support/example-messages.ts";
import { leftOf, PROJECT } from "../links-fixture.ts";
import { feedOf, history, LedgerNet, type LedgerPeer, namesInOrder, writtenBy } from "./ledger-net.ts";

const hashesIn = ({ book }: Ledger) => [...book.records()].map(({ record }) => record.hash).toSorted();

/** Nobody was cut off, and both know all of this. */
function expectUnited(a: LedgerPeer, b: LedgerPeer, records: readonly CheckedRecord[]): void {
  expect([leftOf(a.peer), leftOf(b.peer)]).toEqual([[], []]);
  for (const { ledger } of [a, b]) {
    const missing = records.filter(({ record }) => !ledger.has(record.hash));
    expect({ known: ledger.book.size, missing: missing.length }).toEqual({
      known: records.length,
      missing: 0,
    });
  }
}

describe("two ledgers that meet", () => {
  test("become one, whatever each of them lacks", async () => {
    const net = new LedgerNet();
    const [first, second] = namesInOrder();
    const [both, ofFirst, ofSecond] = [
      await history("c", 60),
      await history("d", 30),
      await history("e", 40),
    ];
    const a = net.ledgerPeer(first, [...both, ...ofFirst]);
    const b = net.ledgerPeer(second, [...ofSecond, ...both]);
    await net.run(5_000);
    expectUnited(a, b, [...both, ...ofFirst, ...ofSecond]);
  });

  // Whoever had more used to be cut off for a flood, by a newcomer that wanted all of it.
  test.each(["first", "second"] as const)("become one when the %s has 900 records more", async (richer) => {
    const net = new LedgerNet();
    const [first, second] = namesInOrder();
    const records = await history("c", 900);
    const a = net.ledgerPeer(first, richer === "first" ? records : []);
    const b = net.ledgerPeer(second, richer === "second" ? records : []);
    await net.run(30_000);
    expectUnited(a, b, records);
  });

  test("become one when both begin to compare at the same time", async () => {
    const net = new LedgerNet();
    const [first, second] = namesInOrder();
    const [ofFirst, ofSecond] = [await history("c", 300), await history("d", 300)];
    const [a, b] = [net.ledgerPeer(first, ofFirst), net.ledgerPeer(second, ofSecond)];
    await net.run(500);
    for (const { exchange } of [a, b]) exchange.beat();
    await net.run(20_000);
    expectUnited(a, b, [...ofFirst, ...ofSecond]);
  });

  test("are sent each record once, however many neighbours have it", async () => {
    const net = new LedgerNet();
    const records = await history("c", 300);
    const others = Array.from({ length: 5 }, (_, index) => net.ledgerPeer(`old${index}`, records));
    await net.run(5_000);
    const newcomer = net.ledgerPeer("new");
    await net.run(10_000);
    for (const other of others) expectUnited(newcomer, other, records);
    const received = newcomer.peer.events.flatMap((event) =>
      event.kind === "message" && event.message.kind === "records" ? event.message.records : [],
    );
    expect(received.length).toBe(records.length);
  });

  test("that know the same say no more than that", async () => {
    const net = new LedgerNet();
    const [first, second] = namesInOrder();
    const records = await history("c", 300);
    const [a, b] = [net.ledgerPeer(first, records), net.ledgerPeer(second, records)];
    await net.run(5_000);
    expectUnited(a, b, records);
    const heard = [a, b].flatMap(({ peer }) =>
      peer.events.flatMap((event) => (event.kind === "message" ? [event.message.kind] : [])),
    );
    expect(heard.filter((kind) => kind === "records" || kind === "want-records")).toEqual([]);
    expect(heard.filter((kind) => kind === "reconcile")).toHaveLength(1);
  });
});

describe("a new record", () => {
  test("reaches everybody at once, also those who are no neighbours of its author", async () => {
    const net = new LedgerNet();
    const [a, b, c] = ["a", "b", "c"].map((name) => net.ledgerPeer(name)) as [
      LedgerPeer,
      LedgerPeer,
      LedgerPeer,
    ];
    await net.run(2_000);
    // c hears of it from b alone.
    a.peer.links.penalize(c.peer.device, "false-work");
    await net.run(200);
    const record = await writtenBy(feedOf("d"), teamNamed("Herons"));
    a.exchange.publish(record);
    await net.run(200);
    for (const { ledger } of [a, b, c]) expect(ledger.has(record.record.hash)).toBe(true);
  });

  test("of another project is not kept here, and nobody is blamed for it", async () => {
    const net = new LedgerNet();
    const [a, b] = [net.ledgerPeer("a"), net.ledgerPeer("b")];
    await net.run(1_000);
    const feed = feedOf("d");
    const verdictIn = (project: Hash) =>
      writtenBy(feed, { type: "verdict", body: { ...EXAMPLE_VERDICT, project } });
    const other = await verdictIn(exampleHash("another project"));
    const ours = await verdictIn(PROJECT);
    for (const record of [other, ours]) a.exchange.publish(record);
    await net.run(500);
    expect(hashesIn(b.ledger)).toEqual([ours.record.hash]);
    expect(leftOf(b.peer)).toEqual([]);
    expect(a.ledger.book.size).toBe(2); // its author keeps it
  });
});

describe("a hostile neighbour", () => {
  /** A peer, and a stranger that is linked with it. */
  async function meet(records: readonly CheckedRecord[] = []) {
    const net = new LedgerNet();
    const a = net.ledgerPeer("a", records);
    const stranger = net.stranger("s");
    await stranger.join(net, "a");
    const keepSaying = async (message: Message, times: number) => {
      for (let time = 0; time < times; time++) {
        stranger.send("a", message);
        await net.run(100);
      }
    };
    return { net, a, stranger, keepSaying };
  }

  test("is cut off for records with bad signatures, none of which is kept", async () => {
    const { a, keepSaying } = await meet();
    for (const { record } of await history("c", 6)) {
      const signatures = record.signatures.map(({ device }) => ({ device, signature: new Uint8Array(64) }));
      const forged: SignedRecord = { ...record, signatures };
      await keepSaying({ kind: "records", records: [forged] }, 1);
    }
    expect(leftOf(a.peer)).toEqual(["cut-off"]);
    expect(a.ledger.book.size).toBe(0);
  });

  test("is cut off for comparisons that mean nothing", async () => {
    const { a, keepSaying } = await meet();
    await keepSaying({ kind: "reconcile", turn: "ask", data: Uint8Array.of(7, 7, 7) }, 6);
    expect(leftOf(a.peer)).toEqual(["cut-off"]);
  });

  test("gets nothing for what is not here", async () => {
    const { a, stranger, keepSaying } = await meet(await history("c", 3));
    await keepSaying({ kind: "want-records", hashes: [exampleHash("nowhere")] }, 5);
    expect(stranger.heard("a").filter(({ kind }) => kind === "records")).toEqual([]);
    expect(leftOf(a.peer)).toEqual([]);
  });

  test("that says the same record again and again is checked once", async () => {
    const { a, keepSaying } = await meet();
    const [{ record }] = (await history("c", 1)) as [CheckedRecord];
    await keepSaying({ kind: "records", records: [record, record, record] }, 5);
    expect(a.ledger.book.size).toBe(1);
    expect(leftOf(a.peer)).toEqual([]);
  });

  test("that answers what nobody asked is not answered", async () => {
    const { net, a, stranger } = await meet(await history("c", 40));
    await net.run(1_000);
    const before = stranger.heard("a").length;
    stranger.send("a", { kind: "reconcile", turn: "answer", data: Uint8Array.of(1, 0, 0) });
    await net.run(200);
    const later = stranger
      .heard("a")
      .slice(before)
      .map(({ kind }) => kind);
    expect(later.filter((kind) => kind !== "status")).toEqual([]);
    expect(leftOf(a.peer)).toEqual([]);
  });
});
