import { describe, expect, test } from "vitest";
import { devicesOf, rootOf } from "../../../shared/ledger/accounts/ownership.ts";
import { accountsOf, bookOf, History, keyOf, START, WORK, workOf } from "../../support/ledger-fixtures.ts";

const [anna, ben, person, other] = ["anna", "ben", "person", "other person"].map(keyOf) as [
  string,
  string,
  string,
  string,
];
const pendingOf = (history: History, root: string) =>
  accountsOf(history.records).person(root, START).totals.work.pending;

describe("a device", () => {
  test("is a person of its own until one takes it, with what it did before", () => {
    const history = new History();
    history.round([anna, ben]);
    expect([pendingOf(history, anna), pendingOf(history, person)]).toEqual([WORK, 0n]);
    history.delegate(anna, person);
    history.round([anna, ben]);
    expect([pendingOf(history, anna), pendingOf(history, person)]).toEqual([0n, 2n * WORK]);
    expect(devicesOf(bookOf(history.records), person)).toEqual([person, anna]);
  });

  test("belongs to the first who took it", () => {
    const history = new History();
    history.delegate(anna, person);
    history.delegate(anna, other);
    history.round([anna]);
    expect([pendingOf(history, person), pendingOf(history, other)]).toEqual([WORK, 0n]);
    expect(devicesOf(bookOf(history.records), other)).toEqual([other]);
    const late = accountsOf(history.records.toReversed());
    expect(late.rootOf(anna)).toBe(person);
  });

  test("that was lost leaves the person what it did up to then, and keeps the rest", () => {
    const history = new History();
    history.delegate(anna, person);
    history.rounds(3, [anna, ben]);
    history.revoke(person, anna, 3);
    history.revoke(person, anna, 2);
    history.revoke(other, anna, 0);
    expect([pendingOf(history, person), pendingOf(history, anna)]).toEqual([2n * WORK, WORK]);
    const book = bookOf(history.records);
    expect([rootOf(book, anna, 2), rootOf(book, anna, 3), rootOf(book, anna)]).toEqual([
      person,
      anna,
      person,
    ]);
  });
});

describe("a person", () => {
  test("is who they last said they are, on any of their devices", () => {
    const history = new History();
    history.delegate(anna, person);
    history.delegate(ben, person);
    history.identify(ben, { root: person, name: "Second", at: START + 5 });
    history.identify(anna, { root: person, name: "First", at: START });
    expect(accountsOf(history.records).identityOf(person)?.name).toBe("Second");
    const same = ["One", "Two"].map((name) => history.identify(anna, { root: person, name, at: START + 9 }));
    const [newest] = same.toSorted((a, b) => (a.record.hash > b.record.hash ? -1 : 1));
    for (const records of [history.records, history.records.toReversed()])
      expect(accountsOf(records).identityOf(person)).toEqual(newest!.content.body);
    expect(accountsOf(history.records).identityOf(other)).toBeNull();
  });

  test("is nobody whom a stranger's device, or a lost one, speaks for", () => {
    const history = new History();
    history.delegate(anna, person);
    history.identify(anna, { root: person, name: "Mine" });
    history.identify(ben, { root: person, name: "Stranger", at: START + 1 });
    history.identify(anna, { root: person, name: "Thief", at: START + 2 });
    history.revoke(person, anna, 1);
    expect(accountsOf(history.records).identityOf(person)?.name).toBe("Mine");
  });

  test("is known anew as records come", () => {
    const history = new History();
    history.identify(anna, { root: person, name: "Anna" });
    const accounts = accountsOf([]);
    expect(accounts.identityOf(person)).toBeNull();
    history.delegate(anna, person);
    const late = accountsOf(history.records);
    expect(late.identityOf(person)?.name).toBe("Anna");
  });
});

describe("a team", () => {
  test("keeps what was earned for it, whoever leaves later", () => {
    const history = new History();
    const herons = history.found(anna, "Herons").record.hash;
    const otters = history.found(ben, "Otters").record.hash;
    const before = history.round([anna, ben]);
    history.identify(anna, { team: herons });
    const during = history.round([anna, ben]);
    history.identify(anna, { team: otters });
    history.identify(ben, { team: otters });
    const after = history.round([anna, ben]);
    history.identify(ben, {});
    const last = history.round([anna, ben]);
    const accounts = accountsOf(history.records);
    const teamOf = (round: typeof before) => accounts.receipt(workOf(round, anna).record.hash)?.team;
    expect([before, during, after, last].map(teamOf)).toEqual([null, herons, otters, otters]);
    const sums = [herons, otters].map((team) => accounts.team(team, START));
    expect(sums.map((team) => team?.totals.work.pending)).toEqual([WORK, 3n * WORK]);
    expect(sums.map((team) => team?.memberCount)).toEqual([1, 2]);
    expect(sums.map((team) => [team?.body.name, team?.founder])).toEqual([
      ["Herons", anna],
      ["Otters", ben],
    ]);
    expect(accounts.team(keyOf("unknown"), START)).toBeNull();
  });

  test("keeps it when the device is taken by a person later", () => {
    const history = new History();
    const herons = history.found(anna, "Herons").record.hash;
    history.identify(anna, { team: herons });
    history.round([anna]);
    history.delegate(anna, person);
    const accounts = accountsOf(history.records);
    expect(accounts.team(herons, START)?.totals.work.pending).toBe(WORK);
    expect([...accounts.lines(null)].map(({ root, team }) => [root, team])).toEqual([[person, herons]]);
  });
});
