/**
 * A loss curve of any length in bounded memory. Each point is the mean over a bucket of steps; when the points are too
 * many, neighbours merge and the buckets become twice as wide, so a million steps cost as much to draw as a thousand.
 */

export interface LossPoint {
  /** The last step in the bucket. */
  readonly step: number;
  /** Mean over the bucket. */
  readonly loss: number;
  /** How many losses the mean is over. */
  readonly count: number;
}

export interface LossHistory {
  /** Losses per full bucket; only the last bucket may hold fewer. */
  readonly bucketSize: number;
  /** By rising step. */
  readonly points: readonly LossPoint[];
}

/** About one point per pixel of a wide chart; more could not be seen. */
export const LOSS_POINT_LIMIT = 1000;

export const EMPTY_HISTORY: LossHistory = { bucketSize: 1, points: [] };

/**
 * The history with one more loss. A step that is not above the last one means that training went back to an earlier
 * state: what came after that state is dropped.
 */
export function appendLoss(history: LossHistory, step: number, loss: number): LossHistory {
  if (!Number.isFinite(loss)) return history;
  const { bucketSize, points } = truncateHistory(history, step - 1);
  const last = points.at(-1);
  if (last && last.count < bucketSize) {
    return { bucketSize, points: [...points.slice(0, -1), merge(last, { step, loss, count: 1 })] };
  }
  return compact({ bucketSize, points: [...points, { step, loss, count: 1 }] });
}

/** The history up to and with `lastStep`. */
export function truncateHistory(history: LossHistory, lastStep: number): LossHistory {
  const last = history.points.at(-1);
  if (!last || last.step <= lastStep) return history;
  return { ...history, points: history.points.filter((point) => point.step <= lastStep) };
}

/** The two curves of a run: every step's training loss, and the loss on the held-out part whenever it was measured. */
export interface LossCurves {
  readonly training: LossHistory;
  readonly heldOut: LossHistory;
}

export const EMPTY_CURVES: LossCurves = { training: EMPTY_HISTORY, heldOut: EMPTY_HISTORY };

/** Both curves up to and with `lastStep`. */
export function truncateCurves({ training, heldOut }: LossCurves, lastStep: number): LossCurves {
  return { training: truncateHistory(training, lastStep), heldOut: truncateHistory(heldOut, lastStep) };
}

/** Merges neighbours once, when the limit is passed. */
function compact(history: LossHistory): LossHistory {
  const { bucketSize, points } = history;
  if (points.length <= LOSS_POINT_LIMIT) return history;
  const merged: LossPoint[] = [];
  for (let index = 0; index < points.length; index += 2) {
    const first = points[index] as LossPoint;
    const second = points[index + 1];
    merged.push(second ? merge(first, second) : first);
  }
  return { bucketSize: bucketSize * 2, points: merged };
}

function merge(first: LossPoint, second: LossPoint): LossPoint {
  const count = first.count + second.count;
  return { step: second.step, loss: (first.loss * first.count + second.loss * second.count) / count, count };
}
