/** The chain of commits that a bundle is about: from the head that everybody follows back to the genesis, or to the commit that the bundle begins with. */
import type { Hash } from "../core/ids.ts";
import type { CommitBody, Head } from "../ledger/records/commit.ts";
import type { SwarmRules } from "../swarm/cell-round-ports.ts";
import { isPossible } from "../swarm/contribution-check.ts";
import { isHeavier } from "../swarm/fork-choice.ts";
import type { Contribution } from "../swarm/round/round-state.ts";
import { type Checked, failAt, failRecord, type Place, type PlacedRecord } from "./failure.ts";

export interface PlacedContribution extends Contribution {
  readonly placed: PlacedRecord;
  /** Units after the cap, as the commit says. */
  readonly weight: number;
}

export interface CommittedRound {
  readonly commit: PlacedRecord;
  readonly body: CommitBody;
  readonly head: Head;
  /** Ascending by device. */
  readonly contributions: readonly PlacedContribution[];
}

export interface History {
  /** Oldest first; at least one. */
  readonly rounds: readonly CommittedRound[];
  /** The commit below the first round; null for the genesis. */
  readonly base: { readonly commit: PlacedRecord; readonly body: CommitBody; readonly head: Head } | null;
  readonly head: Head;
}

export type PlacedCommit = Omit<CommittedRound, "contributions">;

/**
 * Certificates are checked already (read-records.ts), and what the commits say is computed again later (check-heads.ts): here it is whether all that they name
 * is there and fits.
 * @param begin the genesis, or null where `base` says what the bundle begins with
 */
export function findHistory(
  records: ReadonlyMap<Hash, PlacedRecord>,
  rules: SwarmRules,
  { begin, base, place }: { readonly begin: Head | null; readonly base: Hash | null; readonly place: Place },
): Checked<{ readonly history: History }> {
  const commits = commitsOf(records, rules.project);
  const bottom = base === null ? null : (commits.get(base) ?? null);
  if (base !== null && bottom === null) return failAt(place, "base-missing", { hash: base });
  const beginning = bottom?.head ?? begin;
  const heaviest = heaviestOf(commits, base);
  if (heaviest === null || beginning === null) return failAt(place, "no-rounds");
  const walked = walkDown(heaviest, beginning.hash, commits);
  if (!walked.ok) return walked;
  const rounds: CommittedRound[] = [];
  for (const commit of walked.commits) {
    const found = findContributions(commit, rounds.at(-1)?.head ?? beginning, records, rules);
    if (!found.ok) return found;
    rounds.push({ ...commit, contributions: found.contributions });
  }
  return { ok: true, history: { rounds, base: bottom, head: heaviest.head } };
}

/** Of this project, by hash. */
export function commitsOf(
  records: ReadonlyMap<Hash, PlacedRecord>,
  project: Hash,
): ReadonlyMap<Hash, PlacedCommit> {
  const commits = new Map<Hash, PlacedCommit>();
  for (const [hash, commit] of records) {
    const { content } = commit;
    if (content?.type !== "commit" || content.body.project !== project) continue;
    const { round, state, tokens, progress } = content.body;
    commits.set(hash, { commit, body: content.body, head: { round, hash, state, tokens, progress } });
  }
  return commits;
}

/** The head that everybody follows, as in shared/swarm/fork-choice.ts. The commit that the bundle begins with is none. */
function heaviestOf(commits: ReadonlyMap<Hash, PlacedCommit>, base: Hash | null): PlacedCommit | null {
  let heaviest: PlacedCommit | null = null;
  for (const commit of commits.values()) {
    if (commit.head.hash === base) continue;
    if (heaviest === null || isHeavier(commit.head, heaviest.head)) heaviest = commit;
  }
  return heaviest;
}

/** The chain from the beginning up to `top`; a commit names the one below by its hash, so there are no circles. */
export function walkDown(
  top: PlacedCommit,
  beginning: Hash,
  commits: ReadonlyMap<Hash, PlacedCommit>,
): Checked<{ readonly commits: readonly PlacedCommit[] }> {
  const chain = [top];
  for (let { base } = top.body; base !== beginning;) {
    const below = commits.get(base);
    if (below === undefined) return failRecord(chain.at(-1)!.commit, "below-missing", { hash: base });
    chain.push(below);
    ({ base } = below.body);
  }
  return { ok: true, commits: chain.toReversed() };
}

function findContributions(
  { commit, body }: PlacedCommit,
  below: Head,
  records: ReadonlyMap<Hash, PlacedRecord>,
  rules: SwarmRules,
): Checked<{ readonly contributions: readonly PlacedContribution[] }> {
  const contributions: PlacedContribution[] = [];
  for (const { device, record: hash, weight } of body.contributions) {
    const placed = records.get(hash);
    if (placed === undefined) return failRecord(commit, "part-missing", { hash });
    const { record, content } = placed;
    if (content?.type !== "contribution" || content.device !== device)
      return failRecord(commit, "part-foreign", { hash });
    if (!isPossible(rules, below, content.body)) return failRecord(placed, "against-rules");
    contributions.push({ record, device, body: content.body, placed, weight });
  }
  return { ok: true, contributions };
}
