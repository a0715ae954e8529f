/** When credit is earned for good: after enough later work of the same device, and an audit that it passed. */
import type { Finding, Standing } from "./standing.ts";

/** Later contributions of the same device that a contribution waits for. What has not vested is what a cheat loses. */
export const VEST_CONTRIBUTIONS = 60;

export type CreditState =
  | {
      readonly kind: "pending";
      /** Later contributions of the same device that are still to come. */
      readonly contributionsToGo: number;
      /** Whether the device passed an audit, of this contribution or of a later one. */
      readonly isAudited: boolean;
      /** Whether somebody calls it false, and nothing is settled. */
      readonly isDisputed: boolean;
    }
  | { readonly kind: "vested" }
  /** "filtered": the update was refused when the round was averaged. */
  | { readonly kind: "void"; readonly because: Finding | "filtered" };

/** How far a device has come in a project. */
export interface Progress {
  /** Contributions. */
  readonly count: number;
  /** Index of the last one of which an audit was passed, before anything was found false; −1 for none. It vouches for what came before. */
  readonly lastPassed: number;
  readonly standing: Standing;
}

/** What matters of a contribution, or of an audit in its round. */
export interface Claim {
  /** By round, among the device's contributions. */
  readonly index: number;
  readonly isFiltered: boolean;
  readonly isDisputed: boolean;
}

export function creditKind(
  progress: Progress,
  { index, isFiltered, isDisputed }: Claim,
): CreditState["kind"] {
  if (isFiltered || index >= progress.standing.voidFrom) return "void";
  return index < vestedEnd(progress) && !isDisputed ? "vested" : "pending";
}

/** What comes before this index is not pending, but for what is disputed. */
export function vestedEnd({ count, lastPassed }: Progress): number {
  return Math.max(0, Math.min(count - VEST_CONTRIBUTIONS, lastPassed + 1));
}

/** The same, with reasons. */
export function creditState(progress: Progress, claim: Claim): CreditState {
  const { index, isDisputed } = claim;
  const { voidFrom, because } = progress.standing;
  const kind = creditKind(progress, claim);
  if (kind === "vested") return { kind };
  if (kind === "void") return { kind, because: because !== null && index >= voidFrom ? because : "filtered" };
  const isAudited = index <= progress.lastPassed;
  return { kind, contributionsToGo: contributionsToGo(progress, index), isAudited, isDisputed };
}

function contributionsToGo({ count }: Progress, index: number): number {
  return Math.max(0, VEST_CONTRIBUTIONS - (count - 1 - index));
}
