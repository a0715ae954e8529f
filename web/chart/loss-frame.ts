/** What all charts of a loss have in common: axes, a cursor without lines, the range of the loss, and colours that are asked for at every drawing. */
import type uPlot from "uplot";
import { numbersAs } from "../messages/intl.ts";
import { type LivePlot, lossRange, openLivePlot } from "./live-plot.ts";

export interface FrameColors {
  readonly axis: string;
  readonly grid: string;
}

/** As many digits as a loss has, without zeros at the end. */
const TICK = { maximumSignificantDigits: 4 };

export interface LossFrame<Columns, Colors> {
  /** Columns without data. */
  readonly empty: Columns;
  /** Beyond the end of the curve, in CSS pixels. */
  readonly endPadding: number;
  readonly xRange: uPlot.Range.Function;
  /** What differs from other horizontal axes. */
  readonly xAxis: uPlot.Axis;
  readonly series: (colors: () => Colors) => uPlot.Series[];
}

/** @param onHover the column under the pointer, or null when there is none */
export function openLossFrame<Columns extends uPlot.AlignedData, Colors extends FrameColors>(
  container: HTMLElement,
  readColors: () => Colors,
  onHover: (index: number | null) => void,
  { empty, endPadding, xRange, xAxis, series }: LossFrame<Columns, Colors>,
): LivePlot<Columns> {
  let colors = readColors();
  const axis: uPlot.Axis = {
    stroke: () => colors.axis,
    grid: { stroke: () => colors.grid, width: 1 },
    ticks: { show: false },
    font: "12px system-ui, sans-serif",
    gap: 8,
  };
  const options: uPlot.Options = {
    width: 300,
    height: 200,
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, y: false, points: { show: false } },
    hooks: {
      drawClear: [() => void (colors = readColors())],
      setCursor: [(plot) => onHover(plot.cursor.idx ?? null)],
    },
    padding: [8, endPadding, 0, 0],
    scales: {
      x: { time: false, range: xRange },
      y: { range: (_plot, min, max) => lossRange(min, max) },
    },
    axes: [
      { ...axis, size: 28, space: 64, ...xAxis },
      { ...axis, size: 48, space: 40, values: (_plot, losses) => losses.map(formatTick) },
    ],
    series: [{}, ...series(() => colors)],
  };
  return openLivePlot(container, options, empty);
}

const formatTick = (loss: number): string => numbersAs(TICK).format(loss);
