/** What a check found, in a sentence for people. */
import { formatCount, plural } from "../data/wording.ts";
import { formatDays } from "./calendar.ts";
import type { Failure } from "./failure.ts";
import type { VerifyReport } from "./verify.ts";

const UNITS = ["FLOP", "kFLOP", "MFLOP", "GFLOP", "TFLOP", "PFLOP", "EFLOP", "ZFLOP"];
/** Characters of a hash that tell records apart for a person. */
const SHORT_HASH = 12;

const NO_WORK = { vested: 0n, pending: 0n };

/** "Valid: 1,204 contributions by 31 peers, 3.1 PFLOP, 14–22 Nov 2026", or what fails, why and where. */
export function summarize(report: VerifyReport): string {
  if (report.firstFailure !== null) return `Not valid: ${describeFailure(report.firstFailure)}`;
  const { contributions, peers, totals, span } = report;
  const { vested, pending } = totals?.work ?? NO_WORK;
  const days = span === null ? [] : [formatDays(span.from, span.to)];
  return `Valid: ${[`${plural(contributions, "contribution")} by ${plural(peers, "peer")}`, formatFlops(vested + pending), ...days].join(", ")}`;
}

/** "contribution 0123456789ab (entry 17, byte 20,480) its update is missing". */
function describeFailure({ type, hash, entry, position, reason }: Failure): string {
  const name = hash === null ? "the file" : `${type ?? "record"} ${hash.slice(0, SHORT_HASH)}`;
  return `${name} fails at entry ${formatCount(entry)}, byte ${formatCount(position)}: ${reason}`;
}

/** Two significant digits: 3.1 PFLOP, 432 GFLOP. */
function formatFlops(flops: bigint): string {
  let value = Number(flops);
  let unit = 0;
  for (; value >= 999.5 && unit < UNITS.length - 1; unit++) value /= 1000;
  return `${value < 10 ? Number(value.toFixed(1)) : Math.round(value)} ${UNITS[unit]}`;
}
