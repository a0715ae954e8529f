/** The accounts are a list of such lines, one for each thing that somebody did. Totals, boards and exports are sums over them. */
import type { Hash, PeerId } from "../../core/ids.ts";
import type { RecordBook } from "../book.ts";
import { compareBySeq } from "../book/known-record.ts";
import type { CommittedWork } from "./committed-work.ts";
import { ownerAt, ownershipOf } from "./ownership.ts";
import { teamAt } from "./team-of-the-day.ts";
import type { CreditState } from "./vesting.ts";

export interface CreditLine {
  /** Trained, or replayed what somebody else trained. */
  readonly kind: "work" | "audit";
  /** The contribution, or the verdict. */
  readonly record: Hash;
  readonly project: Hash;
  readonly device: PeerId;
  /** Whose it is. */
  readonly root: PeerId;
  /** Team of the day. */
  readonly team: Hash | null;
  /** Of the commit, in seconds since 1970: no clock of a single peer has a say. */
  readonly at: number;
  readonly flops: bigint;
  readonly state: CreditState["kind"];
  /** Whether the update counted in its round. */
  readonly isAccepted: boolean;
}

/** To whom the records of a device go, by their places. */
export type Attribution = (seq: number) => Pick<CreditLine, "root" | "team">;

export function attributionOf(book: RecordBook, device: PeerId): Attribution {
  const ownership = ownershipOf(book, device);
  const identities = book.identitiesBy(device).toSorted(compareBySeq);
  return (seq) => ({ root: ownerAt(ownership, device, seq), team: teamAt(identities, seq) });
}

/**
 * @param device who did it, at place `seq` of its feed
 * @param work what was done, or what was replayed: an audit is worth as much
 */
export function creditLine(
  kind: CreditLine["kind"],
  { record, device, seq }: { readonly record: Hash; readonly device: PeerId; readonly seq: number },
  { commit, flops, weight }: CommittedWork,
  attribution: Attribution,
  state: CreditState["kind"],
): CreditLine {
  const { project, at } = commit.content.body;
  const { root, team } = attribution(seq);
  return { kind, record, project, device, root, team, at, flops, state, isAccepted: weight > 0 };
}
