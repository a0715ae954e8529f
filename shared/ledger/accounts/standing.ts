/** What a device loses when something of it turns out to be false. */
import type { Hash } from "../../core/ids.ts";
import { type CommittedWork, roundOf } from "./committed-work.ts";
import { VEST_CONTRIBUTIONS } from "./vesting.ts";

/** What a device did that it must not, where in its feed, and in which round of the project. */
export type Finding =
  | {
      readonly kind: "false-contribution";
      readonly record: Hash;
      readonly seq: number;
      readonly round: number;
      readonly window: number;
    }
  | { readonly kind: "false-verdict"; readonly record: Hash; readonly seq: number; readonly round: number }
  | { readonly kind: "fork"; readonly seq: number; readonly round: number };

/** Anything that says what was done. */
export interface Worked {
  readonly work: CommittedWork;
}

export interface Standing {
  /** Index of the first contribution that is void, and all after it are; Infinity for an honest device. */
  readonly voidFrom: number;
  /** Round of it: audits of contributions of this round, or later ones, are void. Infinity for an honest device. */
  readonly voidRound: number;
  /** Index of the contribution at which it was found out: audits passed before vouch for what had vested by then. Infinity for an honest device. */
  readonly foundAt: number;
  /** Why. */
  readonly because: Finding | null;
}

export const CLEAN: Standing = { voidFrom: Infinity, voidRound: Infinity, foundAt: Infinity, because: null };

/**
 * The first thing that was found takes with it everything that had not vested by then: the contribution of its round, those before it up to VEST_CONTRIBUTIONS
 * in all, and everything later.
 * @param entries of one device in one project, ascending by round
 */
export function standingOf(entries: readonly Worked[], findings: readonly Finding[]): Standing {
  const because = firstOf(findings);
  if (because === null) return CLEAN;
  const found = entries.findIndex(({ work }) => roundOf(work) >= because.round);
  const foundAt = found < 0 ? entries.length : found;
  const voidFrom = Math.max(0, foundAt + 1 - VEST_CONTRIBUTIONS);
  const first = voidFrom === 0 ? undefined : entries[voidFrom];
  return { voidFrom, voidRound: first === undefined ? 0 : roundOf(first.work), foundAt, because };
}

/**
 * A device that contradicts itself at place `seq` of its feed is found out with its first contribution from there on.
 * @param entries of one device in one project, ascending by round
 */
export function forkFinding(entries: readonly Worked[], seq: number): Finding {
  const at = entries.find(({ work }) => work.contribution.content.seq >= seq);
  const last = entries.at(-1);
  const next = last === undefined ? 0 : roundOf(last.work) + 1;
  return { kind: "fork", seq, round: at === undefined ? next : roundOf(at.work) };
}

function firstOf(findings: readonly Finding[]): Finding | null {
  return (
    findings.toSorted((a, b) => a.round - b.round || a.seq - b.seq || (keyOf(a) < keyOf(b) ? -1 : 1))[0] ??
    null
  );
}

function keyOf(finding: Finding): string {
  return finding.kind === "fork" ? "" : finding.record;
}
