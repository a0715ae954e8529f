import type { LossPoint } from "./storage/checkpoint-store.ts";

/** Points kept for the curve: more than a screen has pixels is waste. */
const MAX_POINTS = 1000;

/** The loss curve so far in bounded memory: when it is full, neighbours are averaged and from then on points cover twice as many steps. */
export class LossHistory {
  #points: LossPoint[];
  #stepsPerPoint = 1;
  #pending: LossPoint[] = [];

  constructor(points: readonly LossPoint[]) {
    this.#points = [...points];
    if (points.length > 1) this.#stepsPerPoint = Math.max(1, points.at(-1)!.step - points.at(-2)!.step);
  }

  get points(): readonly LossPoint[] {
    return this.#points;
  }

  add(step: number, loss: number): void {
    this.#pending.push({ step, loss });
    if (this.#pending.length < this.#stepsPerPoint) return;
    this.#points.push(average(this.#pending));
    this.#pending = [];
    if (this.#points.length < MAX_POINTS) return;
    this.#points = Array.from({ length: MAX_POINTS / 2 }, (_, index) =>
      average(this.#points.slice(2 * index, 2 * index + 2)),
    );
    this.#stepsPerPoint *= 2;
  }

  /** Forgets what lies after `step`: training went back to an earlier state. */
  rewind(step: number): void {
    this.#points = this.#points.filter((point) => point.step <= step);
    this.#pending = [];
  }
}

function average(points: readonly LossPoint[]): LossPoint {
  return {
    step: points.at(-1)!.step,
    loss: points.reduce((sum, point) => sum + point.loss, 0) / points.length,
  };
}
