/** Sums of credit lines: whole numbers, so that they come out alike in any order. */
import type { CreditLine } from "./credit-line.ts";

/** Floating-point operations by what became of them. */
export interface Amounts {
  readonly vested: bigint;
  readonly pending: bigint;
  readonly voided: bigint;
}

export interface Sums {
  readonly work: Amounts;
  readonly audits: Amounts;
  readonly contributionCount: number;
  /** Those whose update counted in its round. */
  readonly acceptedCount: number;
  readonly auditCount: number;
  /** Seconds since 1970; Infinity of nothing. */
  readonly firstAt: number;
  readonly lastAt: number;
}

export type OpenSums = { -readonly [Key in keyof Sums]: Sums[Key] extends Amounts ? OpenAmounts : Sums[Key] };
type OpenAmounts = { -readonly [Key in keyof Amounts]: bigint };

const FIELD = { vested: "vested", pending: "pending", void: "voided" } as const;

export function noSums(): OpenSums {
  const none = () => ({ vested: 0n, pending: 0n, voided: 0n });
  const counts = { contributionCount: 0, acceptedCount: 0, auditCount: 0 };
  return { work: none(), audits: none(), ...counts, firstAt: Infinity, lastAt: 0 };
}

export function addLine(sums: OpenSums, line: CreditLine): void {
  amountsOf(sums, line)[FIELD[line.state]] += line.flops;
  if (line.kind === "audit") sums.auditCount++;
  else sums.contributionCount++;
  if (line.kind === "work" && line.isAccepted) sums.acceptedCount++;
  sums.firstAt = Math.min(sums.firstAt, line.at);
  sums.lastAt = Math.max(sums.lastAt, line.at);
}

/** A line that was added is in another state now. */
export function moveLine(sums: OpenSums, line: CreditLine, state: CreditLine["state"]): void {
  const amounts = amountsOf(sums, line);
  amounts[FIELD[line.state]] -= line.flops;
  amounts[FIELD[state]] += line.flops;
}

export function sumOf(parts: Iterable<Sums>): Sums {
  const sums = noSums();
  for (const part of parts) {
    addAmounts(sums.work, part.work);
    addAmounts(sums.audits, part.audits);
    sums.contributionCount += part.contributionCount;
    sums.acceptedCount += part.acceptedCount;
    sums.auditCount += part.auditCount;
    sums.firstAt = Math.min(sums.firstAt, part.firstAt);
    sums.lastAt = Math.max(sums.lastAt, part.lastAt);
  }
  return sums;
}

function amountsOf(sums: OpenSums, { kind }: CreditLine): OpenAmounts {
  return kind === "work" ? sums.work : sums.audits;
}

function addAmounts(sums: OpenAmounts, { vested, pending, voided }: Amounts): void {
  sums.vested += vested;
  sums.pending += pending;
  sums.voided += voided;
}
