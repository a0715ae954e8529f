import { appendLoss, EMPTY_HISTORY, type LossHistory } from "../../shared/training/loss-history.ts";

/** A history of these losses, as a run would have built it. */
export function historyOf(losses: readonly { readonly step: number; readonly loss: number }[]): LossHistory {
  return losses.reduce((history, { step, loss }) => appendLoss(history, step, loss), EMPTY_HISTORY);
}
