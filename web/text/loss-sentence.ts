/** The loss curve in words: where it began and where it is, and what that means for somebody who knows no losses. */
import { lastNumber } from "../chart/loss-columns.ts";
import type { LossColumns } from "../chart/loss-columns.ts";
import type { RunDescription } from "../../worker/api.ts";
import { formatChoices, formatCount, formatLoss } from "./format.ts";

/** For those who do not see the chart. */
export function lossSentence([steps, training, smoothed, heldOut]: LossColumns): string {
  const first = training.find((loss) => loss !== null);
  const last = lastNumber(smoothed, 0, smoothed.length);
  if (first === undefined || first === null || last === null) return "Loss curve, empty so far.";
  const measured = lastNumber(heldOut, 0, heldOut.length);
  const held = measured === null ? "" : ` The held-out loss is ${formatLoss(measured)}.`;
  return `The training loss went from ${formatLoss(first)} to ${formatLoss(last)} in ${formatCount(steps.at(-1) ?? 0)} steps.${held}`;
}

/** What the held-out loss means: it tells what the model has learned, where the training loss tells what it has seen. */
export function lossMeaning(heldOutLoss: number | null, unit: RunDescription["lossUnit"] | null): string {
  if (heldOutLoss === null || unit === null || unit === "squared deviations") {
    return "Loss says how far off the model is: lower is better. Held-out loss is measured on data that it never learns from.";
  }
  const choices = `a pick among about ${formatChoices(heldOutLoss)} equally likely ${unit === "nats per token" ? "tokens" : "answers"}`;
  const unseen = unit === "nats per token" ? "text" : "data";
  return `Lower is better. On ${unseen} it never saw, the model is now as unsure as ${choices}.`;
}
