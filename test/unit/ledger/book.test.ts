import { describe, expect, test } from "vitest";
import { RecordBook } from "../../../shared/ledger/book.ts";
import type { CheckedRecord } from "../../../shared/ledger/checked-record.ts";
import { addSignatures, forkProof, recordHash } from "../../../shared/ledger/record.ts";
import { encodeCanonical } from "../../../shared/ledger/canonical.ts";
import { exampleHash } from "../../support/example-messages.ts";
import {
  bookOf,
  checkedRecord,
  FACTS,
  History,
  keyOf,
  unsigned,
  workOf,
} from "../../support/ledger-fixtures.ts";

const [anna, ben, carl] = ["anna", "ben", "carl"].map(keyOf) as [string, string, string];
const hashesOf = (records: Iterable<CheckedRecord>) => [...records].map(({ record }) => record.hash);

describe("a book", () => {
  test("holds each record once, in order of arrival", () => {
    const history = new History();
    history.rounds(3, [anna, ben]);
    const arrived = history.records.toReversed();
    const book = bookOf(arrived);
    expect(arrived.map((record) => book.add(record))).toEqual(
      arrived.map(() => ({ isNew: false, fork: null, added: [] })),
    );
    expect(book.size).toBe(9);
    expect(hashesOf(book.records())).toEqual(hashesOf(arrived));
    expect(book.get(arrived[4]!.record.hash)).toBe(arrived[4]);
    expect([book.has(exampleHash("nothing")), book.get(exampleHash("nothing"))]).toEqual([false, null]);
  });

  test("finds what belongs together", () => {
    const history = new History();
    const first = history.round([anna, ben]);
    const second = history.round([anna, ben]);
    const verdict = history.verdict(ben, workOf(first, anna), "match");
    const delegation = history.delegate(anna, carl);
    const identity = history.identify(anna, { root: carl });
    const revocation = history.revoke(carl, anna, 9);
    const team = history.found(ben, "Herons");
    const book = bookOf(history.records);
    const work = workOf(first, anna);
    expect(book.commitsOf(FACTS.project)).toEqual([first.commit, second.commit]);
    expect(book.commitsAfter(first.commit.record.hash)).toEqual([second.commit]);
    expect(book.commitsIncluding(work.record.hash)).toEqual([first.commit]);
    expect(book.contribution(work.record.hash)).toBe(work);
    expect(book.contribution(first.commit.record.hash)).toBeNull();
    expect(book.commit(first.commit.record.hash)).toBe(first.commit);
    expect([book.verdictsOn(work.record.hash), book.verdictsBy(ben)]).toEqual([[verdict], [verdict]]);
    expect([book.delegationsBy(anna), book.delegationsTo(carl)]).toEqual([[delegation], [delegation]]);
    expect([book.identitiesBy(anna), book.identitiesOf(carl)]).toEqual([[identity], [identity]]);
    expect(book.revocationsOf(anna)).toEqual([revocation]);
    expect([book.teams(), book.team(team.record.hash)]).toEqual([[team], team]);
    expect([...book.devices()].toSorted()).toEqual([anna, ben].toSorted());
    expect(book.feed(anna).map(({ content }) => content.type)).toEqual([
      "contribution",
      "contribution",
      "delegation",
      "identity",
    ]);
  });

  test("knows what is missing in a feed, whatever comes first", () => {
    const history = new History();
    history.rounds(10, [anna]);
    const feed = history.records.filter(({ content }) => content?.type === "contribution");
    const book = bookOf([7, 8, 3, 1].map((seq) => feed[seq]!));
    expect(book.feed(anna).map(({ content }) => content.seq)).toEqual([1, 3, 7, 8]);
    expect(book.gaps(anna)).toEqual([
      { first: 0, last: 0 },
      { first: 2, last: 2 },
      { first: 4, last: 6 },
    ]);
    for (const seq of [0, 2, 4, 5, 6]) book.add(feed[seq]!);
    expect([book.gaps(anna), book.gaps(ben)]).toEqual([[], []]);
  });

  test("forgets what is removed, in every list", () => {
    const history = new History();
    const round = history.round([anna, ben]);
    history.verdict(ben, workOf(round, anna), "match");
    history.delegate(anna, carl);
    history.identify(anna, { root: carl });
    history.revoke(carl, anna, 9);
    history.found(ben, "Herons");
    const book = bookOf(history.records);
    const work = workOf(round, anna).record.hash;
    for (const { record } of history.records) book.remove(record.hash);
    book.remove(exampleHash("never there"));
    expect([book.size, ...book.records(), ...book.devices()]).toEqual([0]);
    const lists = [
      book.commitsOf(FACTS.project),
      book.commitsAfter(FACTS.genesis),
      book.commitsIncluding(work),
      book.verdictsOn(work),
      book.verdictsBy(ben),
      book.delegationsBy(anna),
      book.delegationsTo(carl),
      book.identitiesBy(anna),
      book.identitiesOf(carl),
      book.revocationsOf(anna),
      book.teams(),
      book.feed(anna),
    ];
    expect(lists.flat()).toEqual([]);
    expect(history.records.every((record) => book.add(record).isNew)).toBe(true);
  });

  test("keeps a record of a later version and finds it by its name alone", () => {
    const bytes = encodeCanonical({ v: 1, type: "prophecy", body: { at: 5 } });
    const later = checkedRecord(unsigned(bytes, [anna]));
    const book = bookOf([later]);
    expect([book.get(recordHash(bytes))?.content, book.size, ...book.devices()]).toEqual([null, 1]);
  });

  test("unites the signatures of a commit that came with different ones", () => {
    const { commit } = new History().round([anna, ben, carl]);
    const bare = { ...commit.record, signatures: [] };
    const signature = (device: string) => commit.record.signatures.filter((one) => one.device === device);
    const seen = [anna, ben].map((device) => ({ ...commit, record: addSignatures(bare, signature(device)) }));
    const book = new RecordBook();
    expect(seen.map((record) => book.add(record).isNew)).toEqual([true, false]);
    const known = book.commit(commit.record.hash);
    expect(known?.record.signatures.map(({ device }) => device)).toEqual([anna, ben].toSorted());
    expect([book.size, book.commitsOf(FACTS.project)]).toEqual([1, [known]]);
  });
});

describe("a device that contradicts itself", () => {
  const history = new History();
  history.rounds(3, [anna]);
  const [one, , , , last] = history.records;
  const other = history.contradict(anna, 0);

  test("is proven to by its second record for a place, and once", () => {
    const proof = forkProof(one!.record, other.record);
    const third = history.contradict(anna, 2);
    for (const [before, after] of [
      [one, other],
      [other, one],
    ] as const) {
      const book = bookOf([before!]);
      expect([book.forkedAt(anna), book.add(after!).fork]).toEqual([null, proof]);
      expect(book.forkedAt(anna)).toBe(0);
      expect(book.has(proof.hash)).toBe(false);
      book.add(last!);
      expect(book.add(third).fork).toEqual(forkProof(last!.record, third.record));
      expect(book.forkedAt(anna)).toBe(0);
    }
    const yetAnother = { ...other, record: { ...other.record, hash: exampleHash("yet another") } };
    expect(bookOf([one!, other]).add(yetAnother).fork).toBeNull();
  });

  test("has both records in the book of whoever hears of the proof", () => {
    const proof = checkedRecord(forkProof(one!.record, other.record));
    const book = new RecordBook();
    const { isNew, fork, added } = book.add(proof);
    expect([isNew, fork]).toEqual([true, null]);
    expect(hashesOf(added)).toEqual(
      [proof, ...[one!, other].toSorted(byHash)].map(({ record }) => record.hash),
    );
    expect([book.forkedAt(anna), book.size]).toEqual([0, 3]);
    expect(hashesOf(bookOf([one!]).add(proof).added)).toEqual(hashesOf([proof, other]));
  });

  test("is honest again for a book that has forgotten one of them", () => {
    const book = bookOf([one!, other]);
    book.remove(other.record.hash);
    expect(book.forkedAt(anna)).toBeNull();
  });
});

function byHash(a: CheckedRecord, b: CheckedRecord): number {
  return a.record.hash < b.record.hash ? -1 : 1;
}
