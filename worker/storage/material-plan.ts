/** Which pieces of history are kept, and which go: pure, so that it can be seen without a disk. */
import type { Hash } from "../../shared/core/ids.ts";

/** A round's updates, or the state that later rounds begin with. */
export interface Piece {
  /** Ascends in the order in which pieces came; given by the disk. */
  readonly number: number;
  readonly kind: "round" | "base";
  readonly project: Hash;
  /** A base stands for the state after this round, 0 for the genesis. */
  readonly round: number;
  readonly commit: Hash;
  readonly bytes: number;
}

/** What to remove, and whether the new piece goes on with what stays. */
export interface Plan {
  readonly drop: readonly Piece[];
  readonly isWanted: boolean;
}

/** Of all projects: they are looked through at every round. */
const KEPT_PIECES = 2_000;
/** So many times between two bases fit into the limit: only a part of the history has to go at once. */
const SEGMENTS = 4;

/** The pieces of a project in the order of its history; the base that stands for the state after a round comes after it. */
export function chainOf(pieces: readonly Piece[], project: Hash): readonly Piece[] {
  const own = pieces.filter((piece) => piece.project === project);
  return own.sort((a, b) => a.round - b.round || (a.kind === "round" ? -1 : 1));
}

/** @param before commit below the new round. What stood above it is a branch that was left. */
export function planRound(chain: readonly Piece[], commit: Hash, before: Hash): Plan {
  if (chain.some((piece) => piece.kind === "round" && piece.commit === commit))
    return { drop: [], isWanted: false };
  const below = chain.findLastIndex((piece) => piece.commit === before);
  return { drop: chain.slice(below + 1), isWanted: below >= 0 };
}

/** A base that nothing here leads to begins anew. */
export function planBase(chain: readonly Piece[], commit: Hash): Plan {
  const at = chain.findLast((piece) => piece.commit === commit);
  return { drop: at === undefined ? chain : [], isWanted: at?.kind !== "base" };
}

/** Whether the history should get a new base, so that what is older can go when room is needed. */
export function isBaseDue(chain: readonly Piece[], limitBytes: number): boolean {
  const since = chain.slice(1 + chain.findLastIndex(({ kind }) => kind === "base"));
  return bytesOf(since) > limitBytes / SEGMENTS || since.length > KEPT_PIECES / SEGMENTS;
}

/** What stays, when whatever is oldest goes until the rest fits: always everything up to the next base, so that what stays is whole. */
export function fitting(pieces: readonly Piece[], limitBytes: number): readonly Piece[] {
  let kept = pieces.toSorted((a, b) => a.number - b.number);
  for (let oldest = kept[0]; oldest !== undefined && !fits(kept, limitBytes); oldest = kept[0]) {
    const chain = chainOf(kept, oldest.project);
    const next = chain.findIndex(({ kind }, index) => kind === "base" && index > 0);
    const gone = new Set(next < 0 ? chain : chain.slice(0, next));
    kept = kept.filter((piece) => !gone.has(piece));
  }
  return kept;
}

function fits(pieces: readonly Piece[], limitBytes: number): boolean {
  return pieces.length <= KEPT_PIECES && bytesOf(pieces) <= limitBytes;
}

function bytesOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { bytes }) => sum + bytes, 0);
}
