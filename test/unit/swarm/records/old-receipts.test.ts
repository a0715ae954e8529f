/** Receipts that are too old to travel. */
import { describe, expect, test } from "vitest";
import type { CheckedRecord } from "../../../../shared/ledger/checked-record.ts";
import { checkRecord } from "../../../../shared/ledger/checked-record.ts";
import { commitBytes, sealRecord } from "../../../../shared/ledger/record.ts";
import { RETENTION_DAYS } from "../../../../shared/ledger/retention.ts";
import { teamNamed } from "../../../support/example-entries.ts";
import { EXAMPLE_CONTRIBUTION, exampleHash } from "../../../support/example-messages.ts";
import { leftOf, PROJECT, sealSigner, sealVerifier } from "../links-fixture.ts";
import { feedOf, LedgerNet, type LedgerPeer, namesInOrder, writtenBy } from "./ledger-net.ts";

const DAY = 86_400;
/** A midnight. */
const NOW = 20_700 * DAY;
const CLOSING = NOW - RETENTION_DAYS * DAY;
const FACTS = {
  project: PROJECT,
  flopsPerStep: 1,
  tokensPerStep: 1,
  maxSteps: 9,
  genesis: exampleHash("genesis"),
};

async function commitAt(at: number): Promise<CheckedRecord> {
  const signer = sealSigner("c");
  const contributions = [{ device: signer.device, record: exampleHash("record"), weight: 1 }];
  const state = exampleHash("state");
  const place = { project: PROJECT, round: 1, base: FACTS.genesis };
  const bytes = commitBytes({ ...place, contributions, state, tokens: 1, progress: 1, at });
  const parsed = checkRecord(await sealRecord(bytes, signer), sealVerifier);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.checked;
}

/** One contribution of each of these times, by one device. */
async function receipts(times: readonly number[]): Promise<CheckedRecord[]> {
  const feed = feedOf("d");
  const records: CheckedRecord[] = [];
  for (const at of times)
    records.push(
      await writtenBy(feed, {
        type: "contribution",
        body: { ...EXAMPLE_CONTRIBUTION, project: PROJECT, at },
      }),
    );
  return records;
}

/** Two peers that know which day it is, and of what each of them knows. */
async function meet(ofFirst: readonly CheckedRecord[], ofSecond: readonly CheckedRecord[]) {
  const net = new LedgerNet();
  net.wallSeconds = NOW;
  const names = namesInOrder();
  const [a, b] = [net.ledgerPeer(names[0], ofFirst), net.ledgerPeer(names[1], ofSecond)];
  for (const { ledger } of [a, b]) ledger.learn(FACTS);
  await net.run(5_000);
  return { net, a, b };
}

const knows = ({ ledger }: LedgerPeer, records: readonly CheckedRecord[]) =>
  records.map(({ record }) => ledger.has(record.hash));

describe("receipts of long ago", () => {
  test.each(["first", "second"])("do not travel when the %s has them; the rest does", async (owner) => {
    const commit = await commitAt(NOW);
    const records = [
      ...(await receipts([CLOSING - DAY, CLOSING - 1, CLOSING, NOW])),
      await writtenBy(feedOf("e"), teamNamed("Herons")), // as old as it likes
      commit,
    ];
    const { a, b } = await meet(
      owner === "first" ? records : [commit],
      owner === "first" ? [commit] : records,
    );
    expect(knows(owner === "first" ? b : a, records)).toEqual([false, false, true, true, true, true]);
    expect([leftOf(a.peer), leftOf(b.peer)]).toEqual([[], []]);
  });

  test("are not taken from whoever sends them, not passed on, and nobody is blamed; those of a day more are", async () => {
    const commit = await commitAt(NOW);
    const { net, a, b } = await meet([commit], [commit]);
    const c = net.ledgerPeer("c", [commit]);
    c.ledger.learn(FACTS);
    await net.run(5_000);
    c.peer.links.penalize(a.peer.device, "false-work");
    const records = await receipts([CLOSING - DAY - 1, CLOSING - DAY]);
    for (const { record } of records)
      a.peer.links.send(b.peer.device, { kind: "records", records: [record] });
    await net.run(1_000);
    for (const peer of [b, c]) expect(knows(peer, records)).toEqual([false, true]);
    expect(leftOf(b.peer)).toEqual([]);
  });

  test("travel among those who know of no chain, and not any more when they hear of one", async () => {
    const [old, young] = [await receipts([CLOSING - DAY]), await receipts([NOW])];
    const { net, a, b } = await meet(old, []);
    expect(knows(b, old)).toEqual([true]);
    const commit = await commitAt(NOW);
    a.exchange.publish(commit);
    const c = net.ledgerPeer("c", [commit, ...young]);
    c.ledger.learn(FACTS);
    await net.run(10_000);
    expect(knows(c, [commit, ...young, ...old])).toEqual([true, true, false]);
    expect(knows(a, young)).toEqual([true]);
  });

  test("become more with every day", async () => {
    const records = [await commitAt(NOW + 9 * DAY), ...(await receipts([CLOSING, CLOSING + DAY]))];
    const { net } = await meet(records, records);
    net.wallSeconds = NOW + DAY;
    const c = net.ledgerPeer("c", records.slice(0, 1));
    c.ledger.learn(FACTS);
    await net.run(5_000);
    expect(knows(c, records)).toEqual([true, false, true]);
    // Nobody is told any more where a feed ends that rests since then.
    expect([CLOSING, CLOSING + DAY].map((at) => c.exchange.isPast(at))).toEqual([true, false]);
  });
});
