/** One peer's round, fed by hand. Records are real, signatures are not: what reaches the machine was verified before. */
import { assert, must } from "../../../../shared/core/assert.ts";
import type { Hash, PeerId } from "../../../../shared/core/ids.ts";
import type { CommitBody, Head } from "../../../../shared/ledger/records/commit.ts";
import { commitBytes, contributionBytes, recordHash } from "../../../../shared/ledger/record.ts";
import { NO_HASH } from "../../../../shared/ledger/record-content.ts";
import type { RecordSignature } from "../../../../shared/ledger/signed-record.ts";
import { type Arrivals, NO_ARRIVALS, revealWaitMs, viewMs } from "../../../../shared/swarm/round/deadline.ts";
import { leaderOrder } from "../../../../shared/swarm/round/leader.ts";
import { beginRound, stepRound } from "../../../../shared/swarm/round/round.ts";
import type {
  Commit,
  Contribution,
  RoundEffect,
  RoundEvent,
  RoundState,
  TimerName,
} from "../../../../shared/swarm/round/round-state.ts";
import { EXAMPLE_CONTRIBUTION, exampleHash } from "../../../support/example-messages.ts";
import { deepFreeze } from "./deep-freeze.ts";

export const ROUND_MS = 30_000;
export const HEAD: Head = {
  round: EXAMPLE_CONTRIBUTION.round - 1,
  hash: EXAMPLE_CONTRIBUTION.base,
  state: exampleHash("state"),
  tokens: 100_000,
  progress: 60,
};
export const OTHER_HEAD: Hash = exampleHash("another head");
/** A device that is not of the cell. */
export const STRANGER: PeerId = exampleHash("stranger");

/** The devices of a cell, in the order in which they lead view 0. */
export function cellOf(count: number): readonly PeerId[] {
  const devices = Array.from({ length: count }, (_, index) => exampleHash(`device ${index}`));
  return leaderOrder(HEAD.hash, 0, devices);
}

/** Who leads a view when all of these are here. */
export function leaderAmong(peers: readonly PeerId[], view: number): PeerId {
  return leaderOrder(HEAD.hash, view, peers)[0]!;
}

/** Encoding and hashing would be most of the time that these tests take. */
const works = new Map<string, Contribution>();

/** What a device did in this round. Another attempt is another record and another update. */
export function workOf(device: PeerId, attempt = 0): Contribution {
  const name = `${attempt} of ${device}`;
  const known = works.get(name);
  if (known !== undefined) return known;
  const body = { ...EXAMPLE_CONTRIBUTION, update: exampleHash(`update ${name}`) };
  const bytes = contributionBytes(device, attempt, NO_HASH, body);
  const record = { bytes, hash: recordHash(bytes), signatures: [signatureOf(device)] };
  works.set(name, { record, device, body });
  return { record, device, body };
}

export function signatureOf(device: PeerId): RecordSignature {
  return { device, signature: new Uint8Array(64) };
}

/** What everybody computes from these contributions, signed by nobody. With a change it is a lie. */
export function commitOn(works: readonly Contribution[], change: Partial<CommitBody> = {}): Commit {
  const parts = works.toSorted((a, b) => (a.device < b.device ? -1 : 1));
  const included = parts.map(({ device, record, body }) => ({
    device,
    record: record.hash,
    weight: body.tokens,
  }));
  const body: CommitBody = {
    project: EXAMPLE_CONTRIBUTION.project,
    round: HEAD.round + 1,
    base: HEAD.hash,
    contributions: included,
    state: exampleHash(`state after ${included.map(({ record }) => record).join(" ")}`),
    tokens: HEAD.tokens + included.reduce((sum, { weight }) => sum + weight, 0),
    progress: HEAD.progress + EXAMPLE_CONTRIBUTION.steps,
    at: EXAMPLE_CONTRIBUTION.at,
    ...change,
  };
  const bytes = commitBytes(body);
  return { record: { bytes, hash: recordHash(bytes), signatures: [] }, body };
}

/** The commit of these devices' first attempts. */
export function commitBy(...devices: readonly PeerId[]): Commit {
  return commitOn(devices.map((device) => workOf(device)));
}

export function lieBy(...devices: readonly PeerId[]): Commit {
  return commitOn(
    devices.map((device) => workOf(device)),
    { state: exampleHash("lie") },
  );
}

export function signedBy({ record, body }: Commit, ...devices: readonly PeerId[]): Commit {
  const signatures = devices.toSorted().map((device) => signatureOf(device));
  return { record: { ...record, signatures }, body };
}

export function ofKind<Kind extends RoundEffect["kind"]>(
  effects: readonly RoundEffect[],
  kind: Kind,
): Extract<RoundEffect, { readonly kind: Kind }>[] {
  return effects.filter((effect) => effect.kind === kind) as Extract<RoundEffect, { readonly kind: Kind }>[];
}

export function firstOf<Kind extends RoundEffect["kind"]>(
  effects: readonly RoundEffect[],
  kind: Kind,
): Extract<RoundEffect, { readonly kind: Kind }> {
  return must(ofKind(effects, kind)[0], `nothing of kind ${kind} followed`);
}

export const kindsOf = (effects: readonly RoundEffect[]): string[] => effects.map(({ kind }) => kind);

export interface RoundOptions {
  readonly isContributing?: boolean;
  readonly arrivals?: Arrivals;
  readonly reveals?: Arrivals;
  readonly ageMs?: number;
  readonly handicapMs?: number;
  /** Whether the world does what it is asked for: computes, and signs. */
  readonly isAnswering?: boolean;
}

/** Every state that the machine gives is frozen before the machine gets it back. */
export class TestRound {
  readonly cell: readonly PeerId[];
  readonly self: PeerId;
  readonly others: readonly PeerId[];
  /** All so far. */
  readonly effects: RoundEffect[] = [];
  state: RoundState;
  nowMs = 0;
  readonly #isAnswering: boolean;

  /** @param self by default the second in the order of leaders: neither the first leader nor an outsider */
  constructor(cell: readonly PeerId[], self: PeerId = cell[1] ?? cell[0]!, options: RoundOptions = {}) {
    const { isContributing = true, isAnswering = true } = options;
    const { arrivals = NO_ARRIVALS, reveals = NO_ARRIVALS, ageMs = 0, handicapMs = 0 } = options;
    this.cell = cell;
    this.self = self;
    this.others = cell.filter((peer) => peer !== self);
    this.#isAnswering = isAnswering;
    const standing = new Map(this.others.map((peer) => [peer, HEAD.hash]));
    const rules = { roundMs: ROUND_MS };
    const { nowMs } = this;
    const lateness = { arrivals, reveals, handicapMs };
    const start = { self, rules, head: HEAD, isContributing, standing, ...lateness, ageMs, nowMs };
    const { state, effects } = beginRound(start);
    this.state = deepFreeze(state);
    this.effects.push(...effects);
  }

  /** @returns what follows, from the world's answers too */
  step(...events: readonly RoundEvent[]): readonly RoundEffect[] {
    const queue = [...events];
    const followed: RoundEffect[] = [];
    for (let event = queue.shift(); event !== undefined; event = queue.shift()) {
      const { state, effects } = stepRound(this.state, deepFreeze(event), this.nowMs);
      this.state = deepFreeze(state);
      followed.push(...effects);
      if (this.#isAnswering) queue.push(...effects.flatMap((effect) => answersTo(effect, this.self)));
    }
    this.effects.push(...followed);
    return followed;
  }

  /** The own inner steps end at this time. */
  train(): readonly RoundEffect[] {
    return this.step({ kind: "trained", contribution: workOf(this.self) });
  }

  hear(...devices: readonly PeerId[]): readonly RoundEffect[] {
    return this.step(...devices.map((device) => heard(workOf(device))));
  }

  receive(...devices: readonly PeerId[]): readonly RoundEffect[] {
    return this.step(...devices.map((device) => received(workOf(device))));
  }

  /** Everybody's work is here, and the own: agreeing begins. */
  gather(): readonly RoundEffect[] {
    return [this.train(), this.hear(...this.others), this.receive(...this.others)].flat();
  }

  fire(name: TimerName): readonly RoundEffect[] {
    return this.step({ kind: "timer", name });
  }

  /** Goes on to a view by waiting. */
  waitForView(view: number): readonly RoundEffect[] {
    const effects: RoundEffect[] = [];
    for (let next = this.state.view + 1; next <= view; next++) {
      effects.push(...this.fire("view"));
      assert(this.state.view >= next, `view ${next} never comes: the round is ${this.state.phase}`);
    }
    return effects;
  }

  propose(view: number, proposer: PeerId, commit: Commit): readonly RoundEffect[] {
    return this.step({ kind: "proposal", view, proposer, commit: signedBy(commit, proposer) });
  }

  vote({ record }: Commit, ...devices: readonly PeerId[]): readonly RoundEffect[] {
    return this.step(
      ...devices.map((device): RoundEvent => ({
        kind: "vote",
        commit: record.hash,
        vote: signatureOf(device),
      })),
    );
  }

  certify(commit: Commit, ...devices: readonly PeerId[]): readonly RoundEffect[] {
    return this.step({ kind: "certificate", commit: signedBy(commit, ...devices), isAdmitted: true });
  }

  /** These are gone; the others stay where they stand. */
  leave(...devices: readonly PeerId[]): readonly RoundEffect[] {
    return this.stand(new Map([...this.state.standing].filter(([peer]) => !devices.includes(peer))));
  }

  stand(standing: ReadonlyMap<PeerId, Hash>): readonly RoundEffect[] {
    return this.step({ kind: "standing", standing });
  }
}

export function heard(contribution: Contribution): RoundEvent {
  return { kind: "contribution", contribution };
}

export function received({ body }: Contribution): RoundEvent {
  return { kind: "update", hash: body.update };
}

/** An honest world: it computes what is asked for, and signs it. */
export function answersTo(effect: RoundEffect, self: PeerId): RoundEvent[] {
  if (effect.kind === "compute")
    return [{ kind: "computed", key: effect.key, commit: commitOn(effect.contributions) }];
  if (effect.kind === "vote")
    return [{ kind: "vote", commit: effect.commit.record.hash, vote: signatureOf(self) }];
  return [];
}

/** How long a leader has in this view, after what the round has learned so far. */
export function viewMsOf({ state }: TestRound, view: number): number {
  return viewMs(view, revealWaitMs(state.reveals, state.rules.roundMs));
}
