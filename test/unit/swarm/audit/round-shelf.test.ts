import { expect, test } from "vitest";
import { RoundShelf } from "../../../../shared/swarm/audit/round-shelf.ts";
import { hex, shelvedRound, upTo } from "./shelved-round.ts";

const MEGABYTE = 1_048_576;
const kept = (shelf: RoundShelf, numbers: readonly number[]) =>
  numbers.filter((number) => shelf.find(hex(number)) !== null);

test("a contribution is found in the round that it went into", () => {
  const shelf = new RoundShelf();
  const round = shelvedRound(1, 8, [10, 11]);
  shelf.add(round);
  expect(shelf.find(hex(11))).toBe(round);
  expect(shelf.find(hex(12))).toBeNull();
});

test("thirty-two small rounds are kept, the newest", () => {
  const shelf = new RoundShelf();
  for (const number of upTo(40)) shelf.add(shelvedRound(number));
  expect(kept(shelf, upTo(40))).toEqual(upTo(40).slice(8));
});

test("of a large model as many as fit into 64 MiB, and never fewer than three", () => {
  const shelf = new RoundShelf();
  for (const number of upTo(10)) shelf.add(shelvedRound(number, 15 * MEGABYTE));
  expect(kept(shelf, upTo(10))).toEqual([6, 7, 8, 9]);
  for (const number of upTo(5)) shelf.add(shelvedRound(100 + number, 100 * MEGABYTE));
  expect(kept(shelf, [...upTo(10), 100, 101, 102, 103, 104])).toEqual([102, 103, 104]);
});

test("a round that comes twice is kept once", () => {
  const shelf = new RoundShelf();
  for (const number of upTo(32)) shelf.add(shelvedRound(number));
  shelf.add(shelvedRound(5));
  expect(kept(shelf, upTo(32))).toEqual(upTo(32));
});
