import * as fc from "fast-check";
import { beforeEach, expect, test, vi } from "vitest";
import { exampleHash } from "../../../support/example-messages.ts";
import type * as AgreementModule from "../../../../shared/swarm/round/agreement.ts";
import { stepRound } from "../../../../shared/swarm/round/round.ts";
import type { PeerId } from "../../../../shared/core/ids.ts";
import type {
  Commit,
  RoundEffect,
  RoundEvent,
  TimerName,
} from "../../../../shared/swarm/round/round-state.ts";
import {
  answersTo,
  cellOf,
  commitBy,
  commitOn,
  HEAD,
  heard,
  kindsOf,
  lieBy,
  OTHER_HEAD,
  received,
  ROUND_MS,
  signatureOf,
  signedBy,
  STRANGER,
  TestRound,
  workOf,
} from "./round-fixture.ts";

/** Far above what one event can set off: a rule for each phase, view, candidate and missing part. */
const MOST_RULES = 500;
const applied = vi.hoisted(() => ({ count: 0 }));

/** The first rule is asked once for every transition: a loop that does not end becomes an error and not a test that hangs. */
vi.mock("../../../../shared/swarm/round/agreement.ts", async (original) => {
  const real = await original<typeof AgreementModule>();
  const refute: typeof real.refute = (state) => {
    if (applied.count++ > MOST_RULES) throw new Error("the rules do not come to an end");
    return real.refute(state);
  };
  return { ...real, refute };
});

beforeEach(() => {
  applied.count = 0;
});

const CELL = cellOf(4);
const SELF = CELL[1]!;
const DEVICES = [...CELL, STRANGER];
const WORKS = DEVICES.flatMap((device) => [workOf(device), workOf(device, 1)]);
const TIMERS: readonly TimerName[] = ["training", "commit", "reveal", "view", "certificate"];

const device = fc.constantFrom(...DEVICES);
const work = fc.constantFrom(...WORKS);
const hash = fc.constantFrom(
  ...WORKS.flatMap(({ record, body }) => [record.hash, body.update]),
  exampleHash("nothing"),
);
const commit = fc.oneof(
  { weight: 3, arbitrary: fc.constant(commitBy(...CELL)) },
  { weight: 2, arbitrary: fc.constant(lieBy(...CELL)) },
  fc.subarray([...CELL], { minLength: 1 }).map((devices) => commitBy(...devices)),
  fc.subarray(DEVICES, { minLength: 1 }).map((devices) => lieBy(...devices)),
  fc.subarray(WORKS, { minLength: 1, maxLength: 4 }).map((works) => commitOn(works)),
);
const standing = fc.array(fc.tuple(device, fc.constantFrom(HEAD.hash, OTHER_HEAD)));

/** What happens to a peer; "answer" is the answer to one of its open questions. */
const event: fc.Arbitrary<RoundEvent | "answer"> = fc.oneof(
  { weight: 4, arbitrary: fc.constant("answer" as const) },
  { weight: 4, arbitrary: work.map((contribution) => heard(contribution)) },
  { weight: 4, arbitrary: work.map((contribution) => received(contribution)) },
  fc.constantFrom(...TIMERS).map((name): RoundEvent => ({ kind: "timer", name })),
  fc.integer({ min: -5, max: 9_000 }).map((lateMs): RoundEvent => ({ kind: "straggler", lateMs })),
  hash.map((missing): RoundEvent => ({ kind: "unavailable", hash: missing })),
  fc.tuple(fc.integer({ min: 0, max: 8 }), device, commit).map(([view, proposer, proposed]): RoundEvent => ({
    kind: "proposal",
    view,
    proposer,
    commit: signedBy(proposed, proposer),
  })),
  fc.tuple(commit, device).map(([{ record }, voter]): RoundEvent => ({
    kind: "vote",
    commit: record.hash,
    vote: signatureOf(voter),
  })),
  fc.tuple(commit, fc.nat(15)).map(([decided, mask]): RoundEvent => ({
    kind: "certificate",
    commit: signedBy(decided, ...some(decided, mask)),
    isAdmitted: mask % 2 === 0,
  })),
  standing.map((entries): RoundEvent => ({ kind: "standing", standing: new Map(entries) })),
);

/** Of the included devices those whose bit is set, as only they may sign. */
function some({ body }: Commit, mask: number): PeerId[] {
  return body.contributions.map(({ device }) => device).filter((_, index) => (mask >> index) % 2 === 1);
}

const happenings = fc.array(event, { minLength: 20, maxLength: 60 });

/** Whether all honest work is here before anything happens, and when the own inner steps end, with work or without. */
const beginning = fc.record({
  isGathered: fc.boolean(),
  at: fc.nat(20),
  contribution: fc.option(fc.constant(workOf(SELF)), { freq: 10 }),
});

const EFFECTS: readonly RoundEffect["kind"][] = [
  "timer",
  "stop-training",
  "publish-contribution",
  "reveal",
  "want-contribution",
  "want-update",
  "compute",
  "vote",
  "anticipate",
  "adopt",
  "give-up",
  "equivocation",
  "wrong-commit",
];

test("whatever happens, the rules come to an end, nothing is left to do, and no state is changed", () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(happenings, beginning, (events, { isGathered, at, contribution }) => {
      // The fixture freezes every state and every event: who writes into one throws.
      const round = new TestRound(CELL, SELF, { isAnswering: false });
      if (isGathered) round.hear(...round.others);
      if (isGathered) round.receive(...round.others);
      const open: RoundEvent[] = [];
      for (const next of events.toSpliced(at, 0, { kind: "trained", contribution })) {
        const happened = next === "answer" ? open.shift() : next;
        if (happened === undefined) continue;
        applied.count = 0;
        round.nowMs += ROUND_MS / 20;
        const effects = round.step(happened);
        open.push(...effects.flatMap((effect) => answersTo(effect, SELF)));
        expect(leftToDo(round)).toEqual([]);
      }
      for (const kind of new Set(kindsOf(round.effects))) seen.set(kind, (seen.get(kind) ?? 0) + 1);
    }),
    { seed: 11, numRuns: 120 },
  );
  // Or the events would be too wild to mean anything.
  for (const kind of EFFECTS) expect(seen.get(kind), kind).toBeGreaterThan(2);
});

/** An event that says nothing new lets the rules look once more. */
function leftToDo({ state, nowMs }: TestRound): readonly RoundEffect[] {
  const nothing: RoundEvent = { kind: "unavailable", hash: exampleHash("never asked for") };
  return stepRound(state, nothing, nowMs).effects;
}
