import { expect, test } from "vitest";
import { toHex } from "../../../../shared/core/bytes.ts";
import { sha256 } from "../../../../shared/core/hash.ts";
import { leaderOrder } from "../../../../shared/swarm/round/leader.ts";
import { cellOf, HEAD, OTHER_HEAD } from "./round-fixture.ts";

const CELL = cellOf(5);

test("the order of leaders is the order of the hashes of base, view and peer", () => {
  const rank = (peer: string) =>
    toHex(sha256(new TextEncoder().encode(`tabloom leader ${HEAD.hash} 3 ${peer}`)));
  const [first, second, ...rest] = leaderOrder(HEAD.hash, 3, CELL).map(rank);
  expect(first! < second!).toBe(true);
  expect([first, second, ...rest]).toEqual(CELL.map(rank).toSorted());
});

test("it is the same on every peer, in whatever order it knows the others", () => {
  expect(leaderOrder(HEAD.hash, 2, CELL.toReversed())).toEqual(leaderOrder(HEAD.hash, 2, CELL));
  expect(leaderOrder(HEAD.hash, 2, new Set(CELL.toSorted()))).toEqual(leaderOrder(HEAD.hash, 2, CELL));
});

test("those who are missing do not change the order of the others", () => {
  const [gone, ...others] = leaderOrder(HEAD.hash, 1, CELL);
  expect(
    leaderOrder(
      HEAD.hash,
      1,
      CELL.filter((peer) => peer !== gone),
    ),
  ).toEqual(others);
});

test("every view and every base has its own, and everybody's turn comes", () => {
  const views = Array.from({ length: 40 }, (_, view) => leaderOrder(HEAD.hash, view, CELL)[0]);
  expect(new Set(views)).toEqual(new Set(CELL));
  const orders = [HEAD.hash, OTHER_HEAD].map((base) => leaderOrder(base, 0, CELL).join());
  expect(new Set(orders).size).toBe(2);
});

test("nobody leads nobody", () => {
  expect(leaderOrder(HEAD.hash, 0, [])).toEqual([]);
});
