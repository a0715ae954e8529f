/** What the cloth is woven of: one row for each committed round, one thread in it for each contributor. */
import type { Hash, PeerId } from "../../shared/core/ids.ts";
import type { RoundPartView, RoundView } from "../../worker/ledger-views/rounds.ts";

export type ThreadState = RoundPartView["state"];
export type AuditState = NonNullable<RoundPartView["audit"]>;

export interface ClothThread {
  /** Root key of the person, which decides hue and place. */
  readonly who: PeerId;
  readonly name: string;
  /** Of the row, 0 … 1; those of a row add up to 1. */
  readonly share: number;
  readonly state: ThreadState;
  /** Of this very work, the worst where there is work of several devices; null where no audit was drawn. */
  readonly audit: AuditState | null;
  readonly isOwn: boolean;
}

export const isAudited = <T extends ClothThread>(thread: T): thread is T & { readonly audit: AuditState } =>
  thread.audit !== null;

export interface ClothRow {
  readonly round: number;
  /** Hash of the commit record. */
  readonly commit: Hash;
  /** Seconds since 1970. */
  readonly at: number;
  /** Null where nothing is known of it. */
  readonly loss: number | null;
  /** Ascending by identity, in every row alike: that is what makes bands of one colour run down the cloth. */
  readonly threads: readonly ClothThread[];
}

/** Devices of one person lie in one thread, unless some of their work was rejected and some not. */
export function clothRow({ round, commit, at, loss, parts }: RoundView): ClothRow {
  const tokens = parts.reduce((sum, part) => sum + part.tokens, 0);
  const shareOf = (part: RoundPartView) => (tokens > 0 ? part.tokens / tokens : 1 / parts.length);
  const threads = new Map<string, ClothThread>();
  for (const part of parts) {
    const { root: who, name, state, isOwn } = part;
    const key = `${who} ${state}`;
    const before = threads.get(key);
    const share = (before?.share ?? 0) + shareOf(part);
    const audit = worse(before?.audit ?? null, part.audit);
    threads.set(key, { who, name, share, state, audit, isOwn });
  }
  const keys = [...threads.keys()].sort();
  return { round, commit, at, loss, threads: keys.flatMap((key) => threads.get(key) ?? []) };
}

/** From the best to the worst. */
const AUDIT_STATES: readonly (AuditState | null)[] = [null, "passed", "waiting", "disputed", "failed"];

const worse = (a: AuditState | null, b: AuditState | null) =>
  AUDIT_STATES.indexOf(a) > AUDIT_STATES.indexOf(b) ? a : b;

/**
 * What is known with what came now. A page that does not join on, or contradicts what is known, stands for another history: then only the page stays.
 * @param known ascending by round, without gaps; as `page` is
 */
export function joinRows(known: readonly ClothRow[], page: readonly ClothRow[]): readonly ClothRow[] {
  const [first, last] = [page[0], page.at(-1)];
  const [oldest, newest] = [known[0], known.at(-1)];
  if (!first || !last) return known;
  if (!oldest || !newest || first.round > newest.round + 1 || last.round < oldest.round - 1) return page;
  const twin = (row: ClothRow) => known[row.round - oldest.round] ?? row;
  if (twin(first).commit !== first.commit) return page;
  const before = known.slice(0, Math.max(0, first.round - oldest.round));
  const isOlderPage = last.round < newest.round && twin(last).commit === last.commit;
  const after = isOlderPage ? known.slice(Math.max(0, last.round + 1 - oldest.round)) : [];
  return [...before, ...page, ...after];
}
