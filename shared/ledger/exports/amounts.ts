/** Operations as credits in files. Everything here comes from whole operations and the one constant of credit-unit.ts, so that no two files can say different numbers. */
import { FLOP_PER_CREDIT } from "../credit-unit.ts";

const MICRO = 1_000_000n;
const MICRO_DIGITS = 6;

/** "1204.500000": credits to the millionth, rounded down. For programs. */
export function creditText(flops: bigint): string {
  const text = ((flops * MICRO) / FLOP_PER_CREDIT).toString().padStart(MICRO_DIGITS + 1, "0");
  return `${text.slice(0, -MICRO_DIGITS)}.${text.slice(-MICRO_DIGITS)}`;
}
