import type { Hash, PeerId } from "../../core/ids.ts";
import type { Known } from "../book/known-record.ts";
import { DRAWN_RANKS } from "./audit-draw.ts";

/** A verdict by somebody who may judge. */
export interface Vote {
  readonly verdict: Hash;
  readonly device: PeerId;
  /** One person has one voice, however many devices. */
  readonly root: PeerId;
  readonly seq: number;
  readonly isMatch: boolean;
  /** First wrong window; 0 for a match. */
  readonly window: number;
  /** Whether it lets credit vest, and earns. */
  readonly isDrawn: boolean;
  readonly refutes: readonly Hash[];
}

/**
 * The verdicts that count for a contribution, by rank of the auditor; those of everybody else are nothing.
 * @param auditors in their order
 */
export function votesOn(
  auditors: readonly PeerId[],
  verdicts: readonly Known<"verdict">[],
  rootOf: (device: PeerId) => PeerId,
): readonly Vote[] {
  const ranked = verdicts.flatMap(({ record, content: { device, seq, body } }) => {
    const rank = auditors.indexOf(device);
    if (rank < 0) return [];
    const { result, window, refutes } = body;
    const isDrawn = rank < DRAWN_RANKS;
    const isMatch = result === "match";
    return [
      { rank, verdict: record.hash, device, root: rootOf(device), seq, isMatch, window, isDrawn, refutes },
    ];
  });
  return ranked.sort((a, b) => a.rank - b.rank || a.seq - b.seq || (a.verdict < b.verdict ? -1 : 1));
}

/** How many persons these votes are of. */
export function countRoots(votes: readonly Vote[]): number {
  return new Set(votes.map(({ root }) => root)).size;
}
