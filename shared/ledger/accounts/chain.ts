/** The branch on which credit counts: the one that this peer follows, and where it follows none the heaviest. */
import type { Hash } from "../../core/ids.ts";
import type { RecordBook } from "../book.ts";
import type { Known } from "../book/known-record.ts";
import type { CommitBody } from "../records/commit.ts";
import { RECORD_PEERS } from "../record-limits.ts";
import type { ProjectFacts } from "./project-facts.ts";

type Commit = Known<"commit">;

/**
 * The commits below the heaviest one, oldest first; as fork choice has it, most committed units, then the lower hash. Where the record of a base is missing
 * the chain begins above it. Commits that do not add up, and those built on them, count for nothing.
 * @param followed a head on which this peer stands, or stood last: signatures are cheap, but it follows nothing that did not show its work. Then the heaviest
 * is sought among what is built on it. Null, or one that is not known: everywhere
 */
export function canonicalChain(
  book: RecordBook,
  facts: ProjectFacts,
  followed: Hash | null,
): readonly Commit[] {
  // A base has a lower round than what is built on it, or it does not fit: so it is looked at first.
  const commits = book
    .commitsOf(facts.project)
    .toSorted((a, b) => a.content.body.round - b.content.body.round);
  const sound = new Map<Hash, Commit>();
  const followers = new Set<Hash>();
  let heaviest: Commit | null = null;
  for (const commit of commits) {
    const { body } = commit.content;
    const below = book.commit(body.base);
    const isSound =
      addsUp(body, below?.content.body ?? null, facts) && (below === null || sound.has(body.base));
    if (!isSound) continue;
    const { hash } = commit.record;
    sound.set(hash, commit);
    if (hash === followed) heaviest = null;
    if (hash === followed || followers.has(body.base)) followers.add(hash);
    const isCandidate = followers.size === 0 || followers.has(hash);
    if (isCandidate && (heaviest === null || isHeavier(commit, heaviest))) heaviest = commit;
  }
  const chain: Commit[] = [];
  for (let next = heaviest; next !== null; next = sound.get(next.content.body.base) ?? null) chain.push(next);
  return chain.reverse();
}

function isHeavier(a: Commit, b: Commit): boolean {
  const difference = a.content.body.tokens - b.content.body.tokens;
  return difference > 0 || (difference === 0 && a.record.hash < b.record.hash);
}

/** @param below null when its record is missing, and for the genesis */
export function addsUp(body: CommitBody, below: CommitBody | null, facts: ProjectFacts): boolean {
  const { project, round, tokens } = body;
  const most = facts.maxSteps * facts.tokensPerStep;
  let added = 0;
  for (const { weight } of body.contributions) {
    if (weight > most) return false;
    added += weight;
  }
  if ((body.base === facts.genesis) !== (round === 1)) return false;
  if (round === 1) return tokens === added;
  if (below === null) return tokens >= added && tokens <= round * RECORD_PEERS * most;
  return below.project === project && round === below.round + 1 && tokens === below.tokens + added;
}
