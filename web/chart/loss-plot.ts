/** The loss curves on a canvas, with uPlot. Colours come from the style sheet, through the legend's swatches. */
import type uPlot from "uplot";
import { numbersAs } from "../messages/intl.ts";
import { say } from "../messages/say.ts";
import { formatCompactCount, formatCount } from "../text/format.ts";
import { type LivePlot, lossRange, openLivePlot } from "./live-plot.ts";
import type { LossColumns } from "./loss-columns.ts";

export interface PlotColors {
  readonly axis: string;
  readonly grid: string;
  readonly training: string;
  readonly smoothed: string;
  readonly heldOut: string;
}

/** The width of the empty chart, and of one with the first few steps in it. */
const EMPTY_STEP_RANGE = 50;

/**
 * @param readColors asked at every drawing
 * @param onHover the column under the pointer, or null when there is none
 */
export function createLossPlot(
  container: HTMLElement,
  readColors: () => PlotColors,
  onHover: (index: number | null) => void,
): LivePlot<LossColumns> {
  let colors = readColors();
  const options = plotOptions(() => colors, onHover);
  const empty: LossColumns = [[], [], [], []];
  return openLivePlot(container, options, empty, () => {
    colors = readColors();
  });
}

function plotOptions(colors: () => PlotColors, onHover: (index: number | null) => void): uPlot.Options {
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
    padding: [8, 24, 0, 0],
    scales: {
      x: { time: false, range: (_plot, _min, max) => [0, Math.max(EMPTY_STEP_RANGE, max ?? 0)] },
      y: { range: (_plot, min, max) => lossRange(min, max) },
    },
    axes: [
      { ...axis, size: 28, gap: 8, space: 64, values: (_plot, steps) => steps.map(formatStepTick) },
      { ...axis, size: 48, gap: 8, space: 40, values: (_plot, losses) => losses.map(formatTick) },
    ],
    series: [
      {},
      { stroke: () => colors().training, width: 1, spanGaps: true, points: { show: false } },
      { stroke: () => colors().smoothed, width: 2, spanGaps: true, points: { show: false } },
      {
        stroke: () => colors().heldOut,
        paths: () => null,
        points: { show: true, size: 7, width: 2, stroke: () => colors().heldOut, fill: "transparent" },
      },
    ],
  };
}

/** The first tick names what is counted. */
const formatStepTick = (step: number): string =>
  step === 0 ? say("loss.at-step", { step: formatCount(0) }) : formatCompactCount(step);

const formatTick = (loss: number): string => numbersAs(TICK).format(loss);

/** As many digits as a loss has, without zeros at the end. */
const TICK = { maximumSignificantDigits: 4 };
