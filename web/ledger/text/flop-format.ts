/** Operations as people read them. */
import { say } from "../../messages/say.ts";
import { formatCount, formatFixed } from "../../text/format.ts";

/** The same in every language, like other symbols of units. */
const FLOP_UNITS = ["FLOP", "kFLOP", "MFLOP", "GFLOP", "TFLOP", "PFLOP", "EFLOP", "ZFLOP"];

/** "3.1 PFLOP". @param flops decimal digits, as the ledger says it */
export function formatFlops(flops: string): string {
  const count = Number(flops);
  const power = count < 1000 ? 0 : Math.min(FLOP_UNITS.length - 1, Math.floor(Math.log10(count) / 3));
  const value = count / 1000 ** power;
  return say("unit.size", {
    value: value < 10 && power > 0 ? formatFixed(value, 1) : formatCount(value),
    unit: FLOP_UNITS[power] ?? "",
  });
}

/** One thread of an ordinary laptop under our engine: 19.7 GFLOP/s were measured. */
const LAPTOP_FLOPS_PER_SECOND = 20e9;

/** "about 40 laptop-hours": the same on a human scale. */
export function laptopTime(flops: string): string {
  const seconds = Number(flops) / LAPTOP_FLOPS_PER_SECOND;
  const { size, unit } = LAPTOP_UNITS.find(({ from }) => seconds >= from) ?? SECONDS;
  return say(`credit.laptop.${unit}`, { count: Math.round(seconds / size) });
}

/** In seconds: how long each is, and from which time on it is used. */
const LAPTOP_UNITS = [
  { from: 2 * 365 * 86_400, size: 365 * 86_400, unit: "year" },
  { from: 3 * 86_400, size: 86_400, unit: "day" },
  { from: 2 * 3600, size: 3600, unit: "hour" },
  { from: 120, size: 60, unit: "minute" },
] as const;
const SECONDS = { size: 1, unit: "second" } as const;
