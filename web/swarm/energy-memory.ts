/** What was counted today, in this browser. Tabs add to what they find; only one of them trains at a time. */
import * as v from "valibot";
import { type EnergyRange, NO_ENERGY } from "./energy.ts";

const ENERGY_KEY = "tabloom.energy";
const VERSION = 1;
/** A day of a kilowatt: more than anything here draws. */
const MOST_JOULES = 86_400_000;

const joules = v.pipe(v.number(), v.minValue(0), v.maxValue(MOST_JOULES));

const energySchema = v.object({
  version: v.literal(VERSION),
  day: v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/)),
  low: joules,
  high: joules,
});

/** Joules of that day in `text`; none when it is missing, damaged, of another day or of another version. */
export function parseEnergy(text: string | null, day: string): EnergyRange {
  if (text === null) return NO_ENERGY;
  try {
    const result = v.safeParse(energySchema, JSON.parse(text));
    if (!result.success || result.output.day !== day) return NO_ENERGY;
    const { low, high } = result.output;
    return { low, high };
  } catch {
    return NO_ENERGY; // not JSON
  }
}

export interface EnergyMemory {
  readonly read: (day: string) => EnergyRange;
  /** @returns false where nothing can be kept */
  readonly write: (day: string, joules: EnergyRange) => boolean;
}

/** @param storage undefined where the browser keeps nothing */
export function createEnergyMemory(storage: Storage | undefined): EnergyMemory {
  return {
    read(day) {
      try {
        return parseEnergy(storage?.getItem(ENERGY_KEY) ?? null, day);
      } catch {
        return NO_ENERGY; // blocked
      }
    },
    write(day, { low, high }) {
      try {
        storage?.setItem(ENERGY_KEY, JSON.stringify({ version: VERSION, day, low, high }));
        return storage !== undefined;
      } catch {
        return false; // full
      }
    },
  };
}
