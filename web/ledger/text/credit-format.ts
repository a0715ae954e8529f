/** Credit and operations as people read them. */
import { formatCount } from "../../text/format.ts";

const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

/** From here on the digits are too many to read. */
const COMPACT_FROM = 10_000_000;

/** "0.42", "12.3", "1,204", "12.4M". What is there but small does not become nothing: "< 0.01". */
export function formatCredit(credit: number): string {
  if (credit > 0 && credit < 0.01) return "< 0.01";
  if (credit < 10) return credit.toFixed(2);
  if (credit < 100) return credit.toFixed(1);
  return credit < COMPACT_FROM ? formatCount(credit) : compact.format(credit);
}

const FLOP_UNITS = ["FLOP", "kFLOP", "MFLOP", "GFLOP", "TFLOP", "PFLOP", "EFLOP", "ZFLOP"];

/** "3.1 PFLOP". @param flops decimal digits, as the ledger says it */
export function formatFlops(flops: string): string {
  const count = Number(flops);
  const power = count < 1000 ? 0 : Math.min(FLOP_UNITS.length - 1, Math.floor(Math.log10(count) / 3));
  const value = count / 1000 ** power;
  return `${value < 10 && power > 0 ? value.toFixed(1) : formatCount(value)} ${FLOP_UNITS[power]}`;
}

/** One thread of an ordinary laptop under our engine: 19.7 GFLOP/s were measured. */
const LAPTOP_FLOPS_PER_SECOND = 20e9;

/** "about 40 laptop-hours": the same on a human scale. */
export function laptopTime(flops: string): string {
  const seconds = Number(flops) / LAPTOP_FLOPS_PER_SECOND;
  const { size, unit } = LAPTOP_UNITS.find(({ from }) => seconds >= from) ?? { size: 1, unit: "second" };
  const count = Math.round(seconds / size);
  if (count === 0) return "less than a laptop-second";
  return `about ${formatCount(count)} laptop-${unit}${count === 1 ? "" : "s"}`;
}

/** In seconds: how long each is, and from which time on it is used. */
const LAPTOP_UNITS = [
  { from: 2 * 365 * 86_400, size: 365 * 86_400, unit: "year" },
  { from: 3 * 86_400, size: 86_400, unit: "day" },
  { from: 2 * 3600, size: 3600, unit: "hour" },
  { from: 120, size: 60, unit: "minute" },
] as const;
