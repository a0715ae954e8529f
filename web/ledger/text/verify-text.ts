/** How far a check is, and what it found. */
import type { VerifyProgress, VerifyResult } from "../../../worker/ledger-api.ts";
import { say } from "../../messages/say.ts";
import { listsAs } from "../../messages/intl.ts";
import { formatCount } from "../../text/format.ts";
import { formatDays } from "./dates.ts";
import { formatFlops } from "./flop-format.ts";

/** Of another file there is nothing to tell but that. */
export const isBundle = ({ firstFailure }: VerifyResult): boolean =>
  firstFailure?.reason.code !== "no-bundle";

/** "Valid: 1,204 contributions by 31 peers, 3.1 PFLOP, Nov 14 – 22, 2026". */
export function verdictText(result: VerifyResult): string {
  const { isValid, contributions, peers, flops, span } = result;
  if (!isBundle(result)) return say("verify.no-bundle");
  if (!isValid) return say("verify.not-valid");
  const what = say("verify.what", { contributions, peers: say("verify.by", { peers }) });
  const days = span === null ? [] : [formatDays(span.from, span.to)];
  return say("verify.valid", { what: listsAs(NARROW).format([what, formatFlops(flops), ...days]) });
}

/** With commas alone. */
const NARROW = { type: "unit", style: "short" } as const;

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
