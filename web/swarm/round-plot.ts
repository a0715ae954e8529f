/** The loss of a project over its rounds, on a canvas, with a mark on each round that this visitor helped. */
import type { LivePlot } from "../chart/live-plot.ts";
import { type FrameColors, type LossFrame, openLossFrame } from "../chart/loss-frame.ts";
import { formatCompactCount } from "../text/format.ts";
import type { RoundColumns } from "./round-columns.ts";

export interface RoundPlotColors extends FrameColors {
  readonly loss: string;
  readonly own: string;
}

/** The width of the empty chart. */
const EMPTY_ROUND_RANGE = 10;

/**
 * @param readColors asked at every drawing
 * @param onHover the column under the pointer, or null when there is none
 */
export const createRoundPlot = (
  container: HTMLElement,
  readColors: () => RoundPlotColors,
  onHover: (index: number | null) => void,
): LivePlot<RoundColumns> => openLossFrame(container, readColors, onHover, FRAME);

const FRAME: LossFrame<RoundColumns, RoundPlotColors> = {
  empty: [[], [], []],
  endPadding: 16,
  xRange: (_plot, min, max) => roundRange(min, max),
  xAxis: {
    incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000],
    values: (_plot, rounds) => rounds.map(formatCompactCount),
  },
  series: (colors) => [
    {
      // Below the curve, so that many marks become a band around it.
      stroke: () => colors().own,
      paths: () => null,
      points: { show: true, size: 5, width: 0, stroke: () => colors().own, fill: () => colors().own },
    },
    { stroke: () => colors().loss, width: 1.5, spanGaps: true, points: { show: false } },
  ],
};

/** @param min null while there is no data */
function roundRange(min: number | null, max: number | null): [number, number] {
  if (min === null || max === null) return [0, EMPTY_ROUND_RANGE];
  return min === max ? [min - 1, max + 1] : [min, max];
}
