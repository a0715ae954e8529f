/**
 * What training may draw, as a range, because no browser tells a page what a computer draws:
 *
 *   energy = seconds of training × share of the time × watts
 *
 * The watts are what is drawn on top of an idle computer, and they are assumptions, chosen wide. Makers state the power of
 * whole packages at sustained load: 15 to 28 W for processors of laptops with their graphics chip, 65 W for common ones of
 * desktops, 75 W and more for graphics cards. One busy thread is taken for a third of a laptop's package at least, and for a
 * quickly clocked core of a desktop at most; further threads add less, because cores share caches and clocks sink. Of a
 * graphics chip at least half a laptop's package is assumed, at most a middling card: small models rarely fill a larger one.
 * Screen, memory, power supply and network are not in it.
 */
import type { Intensity } from "../../worker/api.ts";
import type { BackendChoice } from "../run/run-state.ts";

/** Watts or joules. */
export interface EnergyRange {
  readonly low: number;
  readonly high: number;
}

export const NO_ENERGY: EnergyRange = { low: 0, high: 0 };

const ONE_THREAD_W: EnergyRange = { low: 4, high: 15 };
const FURTHER_THREAD_W: EnergyRange = { low: 2, high: 8 };
/** Of a whole processor. */
const PROCESSOR_W: EnergyRange = { low: 15, high: 65 };
const GRAPHICS_W: EnergyRange = { low: 8, high: 120 };

/** Of the time: worker/duty-cycle.ts keeps to it. */
const DUTY: Readonly<Record<Intensity, number>> = { light: 0.25, half: 0.5, full: 1 };

export const dutyOf = (intensity: Intensity): number => DUTY[intensity];

/** While it computes without a rest. */
export function wattsOf({
  backend,
  threadCount,
}: Pick<BackendChoice, "backend" | "threadCount">): EnergyRange {
  if (backend === "webgpu") return GRAPHICS_W;
  const further = Math.max(0, threadCount - 1);
  const ofThreads = (end: keyof EnergyRange) =>
    Math.min(PROCESSOR_W[end], ONE_THREAD_W[end] + further * FURTHER_THREAD_W[end]);
  return { low: ofThreads("low"), high: ofThreads("high") };
}

export const times = ({ low, high }: EnergyRange, factor: number): EnergyRange => ({
  low: low * factor,
  high: high * factor,
});

export const plus = (a: EnergyRange, b: EnergyRange): EnergyRange => ({
  low: a.low + b.low,
  high: a.high + b.high,
});

const JOULES_PER_WATT_HOUR = 3600;

export const wattHours = (joules: EnergyRange): EnergyRange => times(joules, 1 / JOULES_PER_WATT_HOUR);
