/** What an event tells, written into the state. Nothing is decided here; the rules do that. */
import { unreachable } from "../../core/assert.ts";
import type { Hash, PeerId } from "../../core/ids.ts";
import type { RecordSignature } from "../../ledger/signed-record.ts";
import { keyOf, withVotes } from "./candidates.ts";
import { viewTimer } from "./collection.ts";
import { leaderOrder } from "./leader.ts";
import { addArrival, revealWaitMs, waitMs } from "./deadline.ts";
import type {
  Commit,
  Contribution,
  RoundEffect,
  RoundEvent,
  RoundState,
  TimerName,
  Transition,
} from "./round-state.ts";

/** Commits of one round that are remembered; honest peers make one, and a few when views change. */
const MAX_CANDIDATES = 64;
/** Of those, what one device signed: it must not crowd out the others'. */
const MAX_SIGNED = 6;
/** Peers enter their first view at most a deadline and a reveal apart, which is some views; proposals for others are noise. */
const MAX_VIEWS_APART = 6;

export function learn(state: RoundState, event: RoundEvent, nowMs: number): Transition {
  switch (event.kind) {
    case "timer":
      return learnTimer(state, event.name);
    case "straggler":
      return only({ ...state, arrivals: addArrival(state.arrivals, event.lateMs) });
    case "trained":
      return learnTrained(state, event.contribution, nowMs);
    case "contribution":
      return learnContribution(state, event.contribution, nowMs);
    case "update":
      return only(learnUpdate(state, event.hash, nowMs));
    case "unavailable":
      return only({ ...state, asked: without(state.asked, event.hash) });
    case "proposal":
      return only(learnProposal(state, event));
    case "vote":
      return only(learnVote(state, event.commit, event.vote));
    case "certificate":
      return only(learnCertificate(state, event));
    case "computed":
      return only(learnComputed(state, event.key, event.commit));
    case "standing":
      return only({ ...state, standing: event.standing, live: peersOn(event.standing, state.head.hash) });
    default:
      return unreachable(event);
  }
}

function learnTimer(state: RoundState, name: TimerName): Transition {
  switch (name) {
    case "training": {
      if (state.phase !== "training" || state.isStopping || !state.isContributing) return only(state);
      return { state: { ...state, isStopping: true }, effects: [{ kind: "stop-training" }] };
    }
    case "commit":
      return only(state.phase === "committing" ? { ...state, isPhaseOver: true } : state);
    case "reveal":
      return only(state.phase === "revealing" ? withMissingLate({ ...state, isPhaseOver: true }) : state);
    case "view": {
      if (state.phase !== "agreeing") return only(state);
      const view = state.view + 1;
      // What could not be had in the last view may be there now.
      const next = { ...state, view, asked: new Set<string>() };
      return { state: next, effects: [viewTimer(state, view)] };
    }
    case "certificate": {
      const commit = state.certified === null ? undefined : state.candidates.get(state.certified);
      if (!commit) return only(state);
      // Everything is here, and a large model takes its time.
      if (state.computing.has(keyOf(commit)))
        return { state, effects: [{ kind: "timer", name, delayMs: CERTIFICATE_MS }] };
      const hopeless = add(state.hopeless, commit.record.hash);
      const effect: RoundEffect = { kind: "give-up", commit: withVotes(state, commit) };
      return { state: { ...state, certified: null, hopeless }, effects: [effect] };
    }
    default:
      return unreachable(name);
  }
}

/** Who is later than the deadline must count as late, or the deadline could only shrink: an update may come after the round has ended. */
const BEYOND_DEADLINE = 1.5;

function withMissingLate(state: RoundState): RoundState {
  const lateMs = BEYOND_DEADLINE * revealWaitMs(state.reveals, state.rules.roundMs);
  const missing = [...state.live].filter((device) => {
    const record = state.byDevice.get(device);
    const contribution = record === undefined ? undefined : state.contributions.get(record);
    return contribution !== undefined && !state.updates.has(contribution.body.update);
  });
  return { ...state, reveals: missing.reduce((before) => addArrival(before, lateMs), state.reveals) };
}

function learnTrained(state: RoundState, contribution: Contribution | null, nowMs: number): Transition {
  if (contribution === null) return only({ ...state, isContributing: false });
  const { device, record, body } = contribution;
  const waitsSinceMs = Math.max(nowMs, state.endsAtMs);
  const next: RoundState = {
    ...state,
    phase: "committing",
    waitsSinceMs,
    contributions: put(state.contributions, record.hash, contribution),
    byDevice: put(state.byDevice, device, record.hash),
    updates: add(state.updates, body.update),
    timely: add(state.timely, body.update),
  };
  return {
    state: next,
    effects: [
      { kind: "publish-contribution", contribution },
      { kind: "timer", name: "commit", delayMs: waitsSinceMs - nowMs + waitMs(state.arrivals) },
    ],
  };
}

function learnContribution(state: RoundState, contribution: Contribution, nowMs: number): Transition {
  const { device, record } = contribution;
  if (state.contributions.has(record.hash)) return only(state);
  const isSecond = [...state.contributions.values()].some((other) => other.device === device);
  const contributions = put(state.contributions, record.hash, contribution);
  if (isSecond) {
    const effects: RoundEffect[] = state.equivocators.has(device) ? [] : [{ kind: "equivocation", device }];
    return { state: { ...state, contributions, equivocators: add(state.equivocators, device) }, effects };
  }
  const lateMs = state.waitsSinceMs === null ? null : nowMs - state.waitsSinceMs;
  const arrivals = lateMs === null ? state.arrivals : addArrival(state.arrivals, lateMs);
  const isPunctual = lateMs === null || lateMs <= waitMs(state.arrivals);
  const punctual = isPunctual ? add(state.punctual, device) : state.punctual;
  // Who commits after updates were revealed may have copied one.
  const isInTime = state.phase === "training" || state.phase === "committing";
  const byDevice = isInTime ? put(state.byDevice, device, record.hash) : state.byDevice;
  return only({ ...state, contributions, byDevice, punctual, arrivals });
}

function learnUpdate(state: RoundState, hash: Hash, nowMs: number): RoundState {
  if (state.updates.has(hash)) return state;
  const updates = add(state.updates, hash);
  const timely = add(state.timely, hash);
  if (state.revealedAtMs === null) return { ...state, updates, timely };
  const lateMs = nowMs - state.revealedAtMs;
  const isTimely = lateMs <= revealWaitMs(state.reveals, state.rules.roundMs);
  const reveals = addArrival(state.reveals, lateMs);
  return { ...state, updates, reveals, timely: isTimely ? timely : state.timely };
}

function learnProposal(
  state: RoundState,
  { view, proposer, commit }: RoundEvent & { kind: "proposal" },
): RoundState {
  const ofView = new Map(state.proposals.get(view));
  // One proposal per leader and view, and no more views than honest peers can be apart.
  if (ofView.has(proposer) || Math.abs(view - state.view) > MAX_VIEWS_APART) return state;
  const isStranger = (peer: PeerId) => peer !== state.self && !state.byDevice.has(peer);
  if (isStranger(proposer)) {
    // Devices are easily made up, and only the first of them in the order could lead.
    const rival = [...ofView.keys()].find(isStranger);
    if (rival !== undefined && leaderOrder(state.head.hash, view, [rival, proposer])[0] === rival)
      return state;
    ofView.delete(rival ?? "");
  }
  const next = learnCandidate(state, commit);
  if (next === state) return state;
  return { ...next, proposals: put(state.proposals, view, ofView.set(proposer, commit.record.hash)) };
}

function learnCertificate(
  state: RoundState,
  { commit, isAdmitted }: RoundEvent & { kind: "certificate" },
): RoundState {
  const next = learnCandidate(state, commit);
  if (!isAdmitted || !next.candidates.has(commit.record.hash)) return next;
  return { ...next, admitted: add(next.admitted, commit.record.hash) };
}

/** Keeps a commit, and the signatures that came with it as votes. The state stays as it is when there is no place for it. */
function learnCandidate(state: RoundState, commit: Commit): RoundState {
  const { hash, signatures } = commit.record;
  if (!state.candidates.has(hash)) {
    // One honest signature is enough: liars may have signed a good commit too.
    if (signatures.every(({ device }) => countSigned(state, device) >= MAX_SIGNED)) return state;
    const roomier = state.candidates.size < MAX_CANDIDATES ? state : withoutStranger(state);
    if (roomier === null) return state;
    return learnCandidate({ ...roomier, candidates: put(roomier.candidates, hash, commit) }, commit);
  }
  const votes = new Map(state.votes.get(hash));
  for (const vote of signatures) votes.set(vote.device, vote);
  return { ...state, votes: put(state.votes, hash, votes) };
}

/** Without the oldest candidate that this peer did not reproduce, and that nobody signed whose work it knows; null when there is none. */
function withoutStranger(state: RoundState): RoundState | null {
  const isSigned = (hash: Hash) =>
    [...(state.votes.get(hash)?.keys() ?? [])].some((device) => state.byDevice.has(device));
  const oldest = [...state.candidates.keys()].find(
    (hash) => hash !== state.certified && !state.reproduced.has(hash) && !isSigned(hash),
  );
  if (oldest === undefined) return null;
  const [candidates, votes] = [new Map(state.candidates), new Map(state.votes)];
  candidates.delete(oldest);
  votes.delete(oldest);
  return { ...state, candidates, votes };
}

function countSigned({ votes }: RoundState, device: PeerId): number {
  return [...votes.values()].filter((ofCommit) => ofCommit.has(device)).length;
}

/** The commit is a candidate. */
function learnVote(state: RoundState, commit: Hash, vote: RecordSignature): RoundState {
  const votes = state.votes.get(commit) ?? new Map<PeerId, RecordSignature>();
  if (votes.has(vote.device)) return state;
  const signedSinceView = state.signedSinceView ?? (vote.device === state.self ? state.view : null);
  return { ...state, signedSinceView, votes: put(state.votes, commit, put(votes, vote.device, vote)) };
}

/** Time to fetch the updates of a certified commit before the whole state is fetched instead. */
const CERTIFICATE_MS = 5_000;

/** The round is decided; the peer still has to get there. */
export function certified(state: RoundState, commit: Hash): Transition {
  return {
    state: { ...state, certified: commit },
    effects: [{ kind: "timer", name: "certificate", delayMs: CERTIFICATE_MS }],
  };
}

function learnComputed(state: RoundState, key: string, commit: Commit): RoundState {
  const { hash } = commit.record;
  const known = state.candidates.get(hash) ?? commit;
  return {
    ...state,
    computing: without(state.computing, key),
    computed: put(state.computed, key, hash),
    candidates: put(state.candidates, hash, known),
    reproduced: add(state.reproduced, hash),
  };
}

export function peersOn(standing: ReadonlyMap<PeerId, Hash>, head: Hash): ReadonlySet<PeerId> {
  return new Set([...standing].filter(([, stood]) => stood === head).map(([peer]) => peer));
}

export function only(state: RoundState): Transition {
  return { state, effects: [] };
}

export function add<T>(set: ReadonlySet<T>, value: T): ReadonlySet<T> {
  return set.has(value) ? set : new Set(set).add(value);
}

export function without<T>(set: ReadonlySet<T>, value: T): ReadonlySet<T> {
  const copy = new Set(set);
  copy.delete(value);
  return copy;
}

export function put<K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> {
  return new Map(map).set(key, value);
}
