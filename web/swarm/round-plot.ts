/** The loss of a project over its rounds, on a canvas, with a mark on each round that this visitor helped. */
import type uPlot from "uplot";
import { type LivePlot, lossRange, openLivePlot } from "../chart/live-plot.ts";
import { numbersAs } from "../messages/intl.ts";
import { formatCompactCount } from "../text/format.ts";
import type { RoundColumns } from "./round-columns.ts";

export interface RoundPlotColors {
  readonly axis: string;
  readonly grid: string;
  readonly loss: string;
  readonly own: string;
}

/** The width of the empty chart. */
const EMPTY_ROUND_RANGE = 10;
/** As many digits as a loss has, without zeros at the end. */
const TICK = { maximumSignificantDigits: 4 };

/**
 * @param readColors asked at every drawing
 * @param onHover the column under the pointer, or null when there is none
 */
export function createRoundPlot(
  container: HTMLElement,
  readColors: () => RoundPlotColors,
  onHover: (index: number | null) => void,
): LivePlot<RoundColumns> {
  let colors = readColors();
  const options = plotOptions(() => colors, onHover);
  return openLivePlot<RoundColumns>(container, options, [[], [], []], () => {
    colors = readColors();
  });
}

function plotOptions(colors: () => RoundPlotColors, onHover: (index: number | null) => void): uPlot.Options {
  const axis: uPlot.Axis = {
    stroke: () => colors().axis,
    grid: { stroke: () => colors().grid, width: 1 },
    ticks: { show: false },
    font: "12px system-ui, sans-serif",
  };
  return {
    width: 300,
    height: 200,
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, y: false, points: { show: false } },
    hooks: { setCursor: [(plot) => onHover(plot.cursor.idx ?? null)] },
    padding: [8, 16, 0, 0],
    scales: {
      x: { time: false, range: (_plot, min, max) => roundRange(min, max) },
      y: { range: (_plot, min, max) => lossRange(min, max) },
    },
    axes: [
      {
        ...axis,
        size: 28,
        gap: 8,
        space: 64,
        incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000],
        values: (_plot, rounds) => rounds.map(formatCompactCount),
      },
      {
        ...axis,
        size: 48,
        gap: 8,
        space: 40,
        values: (_plot, losses) => losses.map((loss) => numbersAs(TICK).format(loss)),
      },
    ],
    series: [
      {},
      {
        // Below the curve, so that many marks become a band around it.
        stroke: () => colors().own,
        paths: () => null,
        points: { show: true, size: 5, width: 0, stroke: () => colors().own, fill: () => colors().own },
      },
      { stroke: () => colors().loss, width: 1.5, spanGaps: true, points: { show: false } },
    ],
  };
}

/** @param min null while there is no data */
function roundRange(min: number | null, max: number | null): [number, number] {
  if (min === null || max === null) return [0, EMPTY_ROUND_RANGE];
  return min === max ? [min - 1, max + 1] : [min, max];
}
