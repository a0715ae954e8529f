/** Operations and credits as text. Everything here comes from whole operations and the one constant of credit-unit.ts, so that no two files can say different numbers. */
import { FLOP_PER_CREDIT } from "../credit-unit.ts";

const MICRO_DIGITS = 6;
const PREFIXES = ["", "thousand ", "million ", "billion ", "trillion ", "quadrillion ", "quintillion "];

/** "1204.500000": credits to the millionth, rounded down. For programs. */
export function creditText(flops: bigint): string {
  return decimal(flops, MICRO_DIGITS);
}

/** "1,204.50". For people. */
export function formatCredit(flops: bigint): string {
  const [whole = "", fraction = ""] = decimal(flops, 2).split(".");
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${fraction}`;
}

/** "520.34 trillion floating-point operations", rounded down. */
export function formatOperations(flops: bigint): string {
  let unit = 1n;
  let power = 0;
  for (; flops >= unit * 1000n && power < PREFIXES.length - 1; power++) unit *= 1000n;
  const hundredths = power === 0 ? "" : `.${((flops * 100n) / unit).toString().slice(-2)}`;
  const whole = (flops / unit).toString().replace(/\B(?=(\d{3})+$)/g, ",");
  return `${whole}${hundredths} ${PREFIXES[power]}floating-point operations`;
}

/** Credits with so many digits behind the point, rounded down. */
function decimal(flops: bigint, digits: number): string {
  const scaled = (flops * BigInt(`1${"0".repeat(digits)}`)) / FLOP_PER_CREDIT;
  const text = scaled.toString().padStart(digits + 1, "0");
  return `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
