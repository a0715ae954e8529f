import type { Hash, PeerId } from "../../core/ids.ts";
import type { RecordBook } from "../book.ts";
import { compareBySeq } from "../book/known-record.ts";
import { CREDIT_VERSION, creditOf } from "../credit-unit.ts";
import type { Fold, FoldInputs } from "./fold.ts";
import { rootOf } from "./ownership.ts";
import { teamAt } from "./team-of-the-day.ts";
import type { CreditState } from "./vesting.ts";

/** What a volunteer keeps of one contribution: everything that it proves, as far as it is known. */
export interface Receipt {
  readonly contribution: Hash;
  readonly project: Hash;
  readonly device: PeerId;
  readonly root: PeerId;
  /** Team of the day. */
  readonly team: Hash | null;
  readonly round: number;
  readonly steps: number;
  readonly tokens: number;
  /** Seconds since 1970, by the contributor's clock. */
  readonly at: number;
  /** Null unless a commit of the canonical chain includes it. */
  readonly commit: Hash | null;
  readonly committedAt: number | null;
  /** Who signed the commit. */
  readonly cosigners: readonly PeerId[];
  /** Units that count of it. */
  readonly weight: number;
  readonly flops: bigint;
  readonly credit: number;
  readonly creditVersion: number;
  /** By rank of the auditor. */
  readonly audits: readonly ReceiptAudit[];
  readonly state: ReceiptState;
}

export interface ReceiptAudit {
  readonly verdict: Hash;
  readonly auditor: PeerId;
  readonly root: PeerId;
  readonly result: "match" | "mismatch";
  /** First wrong window; 0 for a match. */
  readonly window: number;
  /** Whether the auditor was drawn, so that credit can vest with it. */
  readonly isDrawn: boolean;
  /** Whether it turned out to be false. */
  readonly isFalse: boolean;
}

export type ReceiptState =
  | { readonly kind: "not-committed" }
  /** A commit includes it, but of a branch that others have left. */
  | { readonly kind: "left-behind" }
  | CreditState;

/** @returns null for a contribution that is unknown, or of a project that is */
export function receiptOf(
  { book, factsOf }: Pick<FoldInputs, "book" | "factsOf">,
  fold: Fold,
  hash: Hash,
): Receipt | null {
  const contribution = book.contribution(hash);
  if (contribution === null) return null;
  const { device, seq, body } = contribution.content;
  if (factsOf(body.project) === null) return null;
  const entry = fold.entry(hash);
  const work = entry?.work ?? null;
  const commit = work && book.commit(work.commit.record.hash);
  const flops = work?.flops ?? 0n;
  return {
    contribution: hash,
    project: body.project,
    device,
    root: rootOf(book, device, seq),
    team: teamAt(book.identitiesBy(device).toSorted(compareBySeq), seq),
    round: body.round,
    steps: body.steps,
    tokens: body.tokens,
    at: body.at,
    commit: commit?.record.hash ?? null,
    committedAt: commit?.content.body.at ?? null,
    cosigners: commit?.record.signatures.map((signature) => signature.device) ?? [],
    weight: work?.weight ?? 0,
    flops,
    credit: creditOf(flops),
    creditVersion: CREDIT_VERSION,
    audits: entry === null ? [] : auditsOf(fold, hash),
    state:
      entry === null ? uncountedState(book, fold, hash) : fold.tracks.of(body.project, device).stateOf(entry),
  };
}

function auditsOf({ decisions }: Fold, contribution: Hash): readonly ReceiptAudit[] {
  const { falseVerdicts } = decisions.of(contribution);
  return decisions.votesOn(contribution).map(({ verdict, device, root, isMatch, window, isDrawn }) => ({
    verdict,
    auditor: device,
    root,
    result: isMatch ? "match" : "mismatch",
    window,
    isDrawn,
    isFalse: falseVerdicts.has(verdict),
  }));
}

/** A commit of the chain that names it and says something else about it than its record does not count as one. */
function uncountedState(book: RecordBook, { chains }: Fold, contribution: Hash): ReceiptState {
  const isOnOther = book.commitsIncluding(contribution).some(({ record }) => !chains.has(record.hash));
  return { kind: isOnOther ? "left-behind" : "not-committed" };
}
