import { expect, test } from "vitest";
import { Duties } from "../../../../shared/swarm/audit/duties.ts";
import { hex, shelvedRound, upTo } from "./shelved-round.ts";

const duty = (round: number, record: number, replays = 0, isJury = false) => {
  const shelved = shelvedRound(round, 8, [record]);
  return { round: shelved, contribution: shelved.contributions.get(hex(record))!, isJury, replays };
};

function takeAll(duties: Duties): string[] {
  const taken: string[] = [];
  for (let next = duties.take(); next !== null; next = duties.take()) taken.push(next.contribution.record);
  return taken;
}

test("disputes are replayed first, then those of whom least was seen, then what is newest", () => {
  const duties = new Duties();
  const all = [duty(1, 1), duty(2, 2, 5), duty(3, 3), duty(1, 4, 9, true), duty(4, 5, 5)];
  for (const one of all) duties.add(one);
  expect(takeAll(duties)).toEqual([4, 3, 1, 5, 2].map(hex));
  expect(duties.take()).toBeNull();
});

test("six duties wait; what is least urgent is left to others, and nothing waits twice", () => {
  const duties = new Duties();
  for (const number of upTo(8)) duties.add(duty(number, number));
  duties.add(duty(7, 7));
  expect(takeAll(duties)).toEqual([7, 6, 5, 4, 3, 2].map(hex));
});

test("a duty becomes urgent when somebody calls the work false, and may be called off", () => {
  const duties = new Duties();
  for (const number of upTo(3)) duties.add(duty(number, number));
  duties.add(duty(0, 0, 0, true));
  duties.remove(hex(2));
  expect(takeAll(duties)).toEqual([0, 1].map(hex));
});

test("many disputes can wait at once, beside the duties", () => {
  const duties = new Duties();
  for (const number of upTo(30)) duties.add(duty(number, number, 0, true));
  duties.add(duty(40, 40));
  const taken = takeAll(duties);
  expect(taken).toHaveLength(25);
  expect(taken.at(-1)).toBe(hex(40));
});
