/** What each intensity is called, and what it costs, in the words of the button. */
import type { Intensity } from "../../worker/api.ts";

export const INTENSITIES: readonly Intensity[] = ["light", "half", "full"];

interface IntensityWords {
  readonly name: string;
  readonly percent: string;
  /** Of what the run uses: the processor or the graphics chip, which is known only once it has started. */
  readonly share: string;
  readonly time: string;
}

export const INTENSITY_WORDS: Readonly<Record<Intensity, IntensityWords>> = {
  light: { name: "Light", percent: "25 %", share: "up to a quarter", time: "a quarter of the time" },
  half: { name: "Half", percent: "50 %", share: "up to half", time: "half of the time" },
  full: { name: "Full", percent: "100 %", share: "up to all", time: "all of the time" },
};
