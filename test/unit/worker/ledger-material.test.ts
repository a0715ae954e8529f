/** The updates and states that a complete bundle needs, on an IndexedDB in memory. */
import "fake-indexeddb/auto";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { chainOf, fitting, type Piece } from "../../../worker/storage/material-plan.ts";
import { type MaterialRound, MaterialStore } from "../../../worker/storage/material-store.ts";
import { exampleHash } from "../../support/example-messages.ts";

const PROJECT = exampleHash("project");
const OTHER = exampleHash("other project");
const UPDATE_BYTES = 1_000;

let material: MaterialStore;
const open = (limitBytes?: number) =>
  (material = new MaterialStore(limitBytes === undefined ? {} : { limitBytes }));

beforeEach(() => void open());
afterEach(async () => {
  vi.restoreAllMocks();
  material.close();
  await new Promise((resolve) => (indexedDB.deleteDatabase("tabloom-material").onsuccess = resolve));
});

const commitOf = (round: number, branch = "") =>
  round === 0 ? exampleHash("genesis") : exampleHash(`head ${round}${branch}`);
const updateOf = (round: number, branch = "") => exampleHash(`update ${round}${branch}`);
const GENESIS = { round: 0, commit: commitOf(0), state: null };

function roundAt(round: number, branch = "", before = branch): MaterialRound {
  const updates = new Map([[updateOf(round, branch), new Uint8Array(UPDATE_BYTES).fill(round)]]);
  return { round, commit: commitOf(round, branch), base: commitOf(round - 1, before), updates };
}

function stateAt(round: number) {
  const parameters = Float32Array.of(round, -0, 1e-45, 1 / 3);
  return {
    round,
    commit: commitOf(round),
    state: { parameters, momentum: parameters.map((value) => -value) },
  };
}

const roundsOf = async (project = PROJECT) => (await material.roundsOf(project)).map(({ round }) => round);

test("rounds above the genesis are kept, and come back after a reload", async () => {
  await material.setBase(PROJECT, GENESIS);
  for (const round of [1, 2, 3]) expect(await material.addRound(PROJECT, roundAt(round))).toBe("kept");
  material.close();
  open();
  expect(await material.base(PROJECT)).toEqual(GENESIS);
  expect(await material.roundsOf(PROJECT)).toEqual(
    [1, 2, 3].map((round) => ({ round, commit: commitOf(round) })),
  );
  expect(await material.update(updateOf(2))).toEqual(new Uint8Array(UPDATE_BYTES).fill(2));
  expect(await material.update(updateOf(4))).toBeNull();
});

test("a state comes back with the same bits", async () => {
  await material.setBase(PROJECT, stateAt(7));
  expect(await material.base(PROJECT)).toEqual(stateAt(7));
});

test("a round that does not go on with what is here begins anew, with the base that it asks for", async () => {
  expect(await material.addRound(PROJECT, roundAt(1))).toBe("base-wanted");
  expect(await material.base(PROJECT)).toBeNull();
  await material.setBase(PROJECT, GENESIS);
  await material.addRound(PROJECT, roundAt(1));
  expect(await material.addRound(PROJECT, roundAt(5))).toBe("base-wanted"); // 2 to 4 were missed
  expect(await roundsOf()).toEqual([]);
  await material.setBase(PROJECT, stateAt(5));
  expect(await material.addRound(PROJECT, roundAt(6))).toBe("kept");
  expect([(await material.base(PROJECT))?.round, await roundsOf()]).toEqual([5, [6]]);
  expect(await material.update(updateOf(1))).toBeNull();
});

test("a branch that was left goes, and the other one stands on what they share", async () => {
  await material.setBase(PROJECT, GENESIS);
  for (const round of [roundAt(1), roundAt(2), roundAt(3)]) await material.addRound(PROJECT, round);
  expect(await material.addRound(PROJECT, roundAt(2, "b", ""))).toBe("kept");
  expect(await material.addRound(PROJECT, roundAt(3, "b"))).toBe("kept");
  expect((await material.roundsOf(PROJECT)).map(({ commit }) => commit)).toEqual([
    commitOf(1),
    commitOf(2, "b"),
    commitOf(3, "b"),
  ]);
  expect(await material.update(updateOf(3))).toBeNull();
});

test("a round that is told twice is kept once", async () => {
  await material.setBase(PROJECT, GENESIS);
  expect(await material.addRound(PROJECT, roundAt(1))).toBe("kept");
  expect(await material.addRound(PROJECT, roundAt(1))).toBe("kept");
  expect(await roundsOf()).toEqual([1]);
});

describe("when it is full", () => {
  /** As the owner of the store does. */
  async function follow(rounds: number): Promise<void> {
    await material.setBase(PROJECT, GENESIS);
    for (let round = 1; round <= rounds; round++)
      if ((await material.addRound(PROJECT, roundAt(round))) === "base-wanted")
        await material.setBase(PROJECT, stateAt(round));
  }

  test("the oldest rounds go, and the base moves forward to where the others begin", async () => {
    open(10 * UPDATE_BYTES);
    await follow(40);
    const base = await material.base(PROJECT);
    const rounds = await roundsOf();
    expect(base).toEqual(stateAt(base!.round));
    expect(rounds).toEqual(Array.from({ length: 40 - base!.round }, (_, index) => base!.round + 1 + index));
    expect(rounds.length).toBeGreaterThan(5);
    expect(rounds.length).toBeLessThanOrEqual(10);
    for (const round of rounds) expect(await material.update(updateOf(round))).not.toBeNull();
    expect(await material.update(updateOf(base!.round))).toBeNull();
  });

  test("another project's older history goes first", async () => {
    open(10 * UPDATE_BYTES);
    await material.setBase(OTHER, GENESIS);
    await material.addRound(OTHER, roundAt(1));
    await follow(8);
    expect(await roundsOf(OTHER)).toEqual([1]);
    await follow(12);
    expect(await material.base(OTHER)).toBeNull();
    expect(await roundsOf()).not.toEqual([]);
  });

  test("a state that is larger than all of it is not kept, nor are rounds above it", async () => {
    open(20);
    await material.setBase(PROJECT, stateAt(3));
    expect(await material.base(PROJECT)).toBeNull();
    expect(await material.addRound(PROJECT, roundAt(4))).toBe("base-wanted");
  });

  test("what stays is always whole and fits, whatever came in which order", () => {
    const step = fc.record({
      project: fc.constantFrom("a", "b"),
      kind: fc.constantFrom("round", "base"),
      bytes: fc.integer({ min: 0, max: 50 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 300 }), (steps, limit) => {
        const round = { a: 0, b: 0 };
        let kept: readonly Piece[] = [];
        for (const [number, { project, kind, bytes }] of steps.entries()) {
          const key = project;
          const isFirst = chainOf(kept, project).length === 0;
          if (kind === "round" && isFirst) continue; // a base is wanted first
          if (kind === "round") round[key]++;
          kept = fitting(
            [...kept, { number, kind, project, round: round[key], commit: `${number}`, bytes }],
            limit,
          );
          expect(kept.reduce((sum, piece) => sum + piece.bytes, 0)).toBeLessThanOrEqual(limit);
          for (const name of ["a", "b"]) {
            const chain = chainOf(kept, name);
            expect(chain[0]?.kind ?? "base").toBe("base");
            const rounds = chain.filter((piece) => piece.kind === "round").map((piece) => piece.round);
            expect(rounds).toEqual(rounds.map((_, index) => chain[0]!.round + 1 + index));
          }
        }
      }),
    );
  });
});

test("a disk that is full or not there costs the material and nothing else", async () => {
  await material.setBase(PROJECT, GENESIS);
  vi.spyOn(IDBObjectStore.prototype, "add").mockImplementation(() => {
    throw new DOMException("full", "QuotaExceededError");
  });
  expect(await material.addRound(PROJECT, roundAt(1))).toBe("base-wanted");
  await material.setBase(PROJECT, stateAt(1));
  expect(await roundsOf()).toEqual([]);
  vi.restoreAllMocks();
  vi.spyOn(IDBFactory.prototype, "open").mockImplementation(() => {
    throw new DOMException("access is denied", "SecurityError");
  });
  material.close();
  open();
  expect(await material.addRound(PROJECT, roundAt(1))).toBe("base-wanted");
  expect([await material.base(PROJECT), await roundsOf(), await material.update(updateOf(1))]).toEqual([
    null,
    [],
    null,
  ]);
});
