/** The loss curve in words: where it began and where it is, and what that means for somebody who knows no losses. */
import { lastNumber } from "../chart/loss-columns.ts";
import type { LossColumns } from "../chart/loss-columns.ts";
import type { RunDescription } from "../../worker/api.ts";
import { say } from "../messages/say.ts";
import { formatChoices, formatLoss } from "./format.ts";

/** For those who do not see the chart. */
export function lossSentence([steps, training, smoothed, heldOut]: LossColumns): string {
  const first = training.find((loss) => loss !== null);
  const last = lastNumber(smoothed, 0, smoothed.length);
  if (first === undefined || first === null || last === null) return say("loss.empty");
  const course = say("loss.course", {
    first: formatLoss(first),
    last: formatLoss(last),
    steps: steps.at(-1) ?? 0,
  });
  const measured = lastNumber(heldOut, 0, heldOut.length);
  return measured === null ? course : say("loss.course-held-out", { course, loss: formatLoss(measured) });
}

/** What the held-out loss means: it tells what the model has learned, where the training loss tells what it has seen. */
export function lossMeaning(heldOutLoss: number | null, unit: RunDescription["lossUnit"] | null): string {
  if (heldOutLoss === null || unit === null || unit === "squared deviations") return say("loss.meaning");
  const choices = formatChoices(heldOutLoss);
  return unit === "nats per token"
    ? say("loss.meaning-text", { choices })
    : say("loss.meaning-data", { choices });
}
