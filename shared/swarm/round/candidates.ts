/** Questions about commits that may become the next head. */
import { must } from "../../core/assert.ts";
import type { Hash, PeerId } from "../../core/ids.ts";
import type { RecordSignature } from "../../ledger/signed-record.ts";
import { CELL_PEERS } from "../../protocol/limits.ts";
import { leaderOrder, seatOrder } from "./leader.ts";
import { quorumOf } from "./quorum.ts";
import type { Commit, Contribution, RoundState } from "./round-state.ts";

/** Names a set of contributions; they are in the order of their devices. */
export function setKey(records: readonly Hash[]): string {
  return records.join(" ");
}

export function keyOf({ body }: Commit): string {
  return setKey(body.contributions.map(({ record }) => record));
}

/** Its contributions when all of them and their updates are here, otherwise null. */
export function partsOf(state: RoundState, { body }: Commit): readonly Contribution[] | null {
  const parts: Contribution[] = [];
  for (const { device, record } of body.contributions) {
    const contribution = state.contributions.get(record);
    if (contribution?.device !== device || !state.updates.has(contribution.body.update)) return null;
    parts.push(contribution);
  }
  return parts;
}

/** Signatures of included contributors. */
export function voteCount(state: RoundState, { record, body }: Commit): number {
  const votes = state.votes.get(record.hash);
  return votes ? body.contributions.filter(({ device }) => votes.has(device)).length : 0;
}

/** The commit with every signature known, ascending by device. */
export function withVotes(state: RoundState, { record, body }: Commit): Commit {
  const signatures = new Map<PeerId, RecordSignature>(record.signatures.map((vote) => [vote.device, vote]));
  for (const [device, vote] of state.votes.get(record.hash) ?? []) signatures.set(device, vote);
  const included = body.contributions.flatMap(({ device }) => signatures.get(device) ?? []);
  return { record: { ...record, signatures: included }, body };
}

function isHere(state: RoundState, device: PeerId): boolean {
  return device === state.self || state.live.has(device);
}

/** Whether those who are still here, with those who signed before they left, can make a certificate. */
export function isReachable(state: RoundState, { record, body }: Commit): boolean {
  const votes = state.votes.get(record.hash);
  const able = body.contributions.filter(({ device }) => isHere(state, device) || votes?.has(device));
  return able.length >= quorumOf(body.contributions.length);
}

/**
 * What this peer would propose: everybody in time whose update is here, as far as there are seats; without those who left when they are too many for a
 * quorum.
 */
export function ownSet(state: RoundState): readonly Contribution[] {
  const ready = [...state.byDevice]
    .filter(([device]) => !state.equivocators.has(device))
    .map(([, record]) => must(state.contributions.get(record), "a contribution in time is kept"))
    .filter(({ body }) => state.updates.has(body.update))
    .toSorted((a, b) => (a.device < b.device ? -1 : 1));
  const all = seated(state, ready);
  const present = all.filter(({ device }) => isHere(state, device));
  if (state.view === 0 && present.length >= quorumOf(all.length)) return all;
  return seated(
    state,
    ready.filter(({ device }) => isHere(state, device) && !isMute(state, device)),
  );
}

/**
 * Views for which this peer, once it has signed, waits for others to sign. Who has not by then is not counted on any more: it is linked, and works, and would
 * hold up the round for ever.
 */
const MUTE_VIEWS = 4;

/** Whether this peer has waited in vain for the device's signature: of a commit with its work that this peer signed, or of any other good one. */
export function isMute(state: RoundState, device: PeerId): boolean {
  const { self, view, signedSinceView, votes, candidates, reproduced } = state;
  if (device === self || signedSinceView === null || view - signedSinceView < MUTE_VIEWS) return false;
  // A signature of something that does not follow from any work says nothing.
  if ([...votes].some(([hash, ofCommit]) => reproduced.has(hash) && ofCommit.has(device))) return false;
  return [...candidates].some(
    ([hash, commit]) => votes.get(hash)?.has(self) === true && includes(commit, device),
  );
}

/** A commit has room for CELL_PEERS contributions. Where more are ready, a draw decides, anew in every round. */
function seated(state: RoundState, ready: readonly Contribution[]): readonly Contribution[] {
  if (ready.length <= CELL_PEERS) return ready;
  const order = seatOrder(
    state.head.hash,
    ready.map(({ device }) => device),
  );
  const chosen = new Set(order.slice(0, CELL_PEERS));
  return ready.filter(({ device }) => chosen.has(device));
}

/** Those who could lead: here, and in what this peer would propose itself. */
function ableToLead(state: RoundState): PeerId[] {
  return ownSet(state)
    .map(({ device }) => device)
    .filter((device) => isHere(state, device));
}

/** The peer whose turn it is, among those who are here; null when nobody contributed. */
export function leaderOf(state: RoundState): PeerId | null {
  return leaderOrder(state.head.hash, state.view, ableToLead(state))[0] ?? null;
}

/** A leader must not leave out more than half of the work that this peer holds. */
export function isFair(state: RoundState, { body }: Commit): boolean {
  const included = new Set(body.contributions.map(({ device }) => device));
  const mine = ownSet(state);
  return 2 * mine.filter(({ device }) => included.has(device)).length >= mine.length;
}

/**
 * Whether a commit is this cell's: with most of the work that this peer holds, once it has brought in its own or has none. Anybody could make up another, and
 * sign it with as many keys as it takes.
 */
export function isOurs(state: RoundState, commit: Commit): boolean {
  const isReady = state.byDevice.has(state.self) || !state.isContributing;
  return isReady && ownSet(state).length > 0 && isFair(state, commit);
}

/** Views that a cell tries to end the round together before it lets some go ahead. */
const PATIENT_VIEWS = 2;

/**
 * Two thirds of the included contributors may be one peer. What counts is that half of those at work are in it, or have gone along with it already: or who
 * is quickest, or says so, would drive the others before it. All the seats of a cell are always enough. A cell that does not get together by itself takes
 * what there is.
 */
export function isWide(state: RoundState, { record, body }: Commit): boolean {
  const { self, standing, head, candidates, isContributing } = state;
  if (state.view >= PATIENT_VIEWS) return true;
  const included = new Set(body.contributions.map(({ device }) => device));
  let present = 0;
  let behind = 0;
  for (const [peer, stood] of standing) {
    if (stood !== head.hash && !candidates.has(stood)) continue;
    present++;
    if (included.has(peer) || stood === record.hash) behind++;
  }
  if (isContributing) present++;
  if (included.has(self)) behind++;
  return 2 * behind >= Math.min(present, 2 * CELL_PEERS);
}

/** What the leader of a view proposed, as far as this peer agrees that it leads. */
export function leaderProposal(state: RoundState, view: number = state.view): Commit | null {
  const ofView = state.proposals.get(view);
  if (!ofView) return null;
  const able = ableToLead(state);
  const [leader] = leaderOrder(state.head.hash, view, able);
  const proposed = leader === undefined ? undefined : ofView.get(leader);
  if (proposed !== undefined) return state.candidates.get(proposed) ?? null;
  // A proposer whose contribution or update we miss is judged as if we had it.
  const others = [...ofView].filter(([proposer]) => !able.includes(proposer));
  const ahead = others.find(([proposer]) => isAhead(state, view, proposer, leader));
  return ahead === undefined ? null : (state.candidates.get(ahead[1]) ?? null);
}

function isAhead({ head }: RoundState, view: number, proposer: PeerId, leader: PeerId | undefined): boolean {
  return leader === undefined || leaderOrder(head.hash, view, [proposer, leader])[0] === proposer;
}

/**
 * After the first view, the reproduced commit with this peer's work that most have signed already, so that votes gather instead of scattering. In every other
 * view only if this peer's signature is the one that ends the round, because who has not signed it yet may never do so: then the next leader's proposal is
 * needed.
 */
export function favourite(state: RoundState): Commit | null {
  if (state.view === 0) return null;
  const isPatient = state.view % 2 === 0;
  const ranked = [...state.candidates.values()]
    .filter((commit) => state.reproduced.has(commit.record.hash) && includes(commit, state.self))
    .filter((commit) => voteCount(state, commit) > 0 && isReachable(state, commit))
    .filter((commit) => !isPatient || isDecisive(state, commit))
    .toSorted(
      (a, b) => voteCount(state, b) - voteCount(state, a) || (a.record.hash < b.record.hash ? -1 : 1),
    );
  return ranked[0] ?? null;
}

export function includes({ body }: Commit, peer: PeerId): boolean {
  return body.contributions.some(({ device }) => device === peer);
}

/** Whether this peer's signature is what the certificate lacks. */
function isDecisive(state: RoundState, commit: Commit): boolean {
  if (state.votes.get(commit.record.hash)?.has(state.self) === true) return false;
  return voteCount(state, commit) + 1 >= quorumOf(commit.body.contributions.length);
}

/** Later views that others have reached and proposed in, the latest first. */
export function viewsAhead({ view, proposals }: RoundState): readonly number[] {
  return [...proposals.keys()].filter((later) => later > view).toSorted((a, b) => b - a);
}

/** Commits worth fetching parts for: the decided one, the leaders' of this and later views, and after a change of view those that have votes. */
export function worthChecking(state: RoundState): readonly Commit[] {
  const certified = state.certified === null ? undefined : state.candidates.get(state.certified);
  const proposals = [state.view, ...viewsAhead(state)].map((view) => leaderProposal(state, view));
  const voted =
    state.view === 0
      ? []
      : [...state.candidates.values()].filter(
          (commit) => voteCount(state, commit) > 0 && isReachable(state, commit),
        );
  return [certified, ...proposals].filter((commit) => commit !== undefined && commit !== null).concat(voted);
}
