/** What each intensity is called, and how much of the time it uses. */
import type { Intensity } from "../../worker/api.ts";
import { say } from "../messages/say.ts";
import { formatPercent } from "./format.ts";

export const INTENSITIES: readonly Intensity[] = ["light", "half", "full"];

const SHARES: Readonly<Record<Intensity, number>> = { light: 0.25, half: 0.5, full: 1 };

export const intensityName = (intensity: Intensity): string => say(`intensity.${intensity}`);
export const intensityShare = (intensity: Intensity): string => formatPercent(SHARES[intensity]);
