/** How far a check is. */
import type { VerifyProgress } from "../../../worker/ledger-api.ts";
import { say } from "../../messages/say.ts";
import { formatCount } from "../../text/format.ts";

/** The steps of shared/verify. */
const STEPS = ["records", "rounds", "replays"] as const;

/** "Checking records: 1,204 of 10,000"; while nobody knows how many there are, "Checking records: 1,204". */
export function progressWords(progress: VerifyProgress | null): string {
  if (progress === null) return say("verify.reading");
  const known = STEPS.find((name) => name === progress.step);
  const step = known ? say(`verify.step.${known}`) : progress.step;
  const [done, total] = [formatCount(progress.done), formatCount(progress.total)];
  return progress.total > 0
    ? say("verify.progress-of", { step, done, total })
    : say("verify.progress", { step, done });
}

/** From 0 to 1; null while nobody knows. */
export const progressShare = (progress: VerifyProgress | null): number | null =>
  progress === null || progress.total <= 0 ? null : Math.min(1, progress.done / progress.total);

export const positionWords = (position: number): string =>
  say("verify.at", { position: formatCount(position) });
