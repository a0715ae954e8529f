/** The loss curves on a canvas, with uPlot. Colours come from the style sheet, through the legend's swatches. */
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { numbersAs } from "../messages/intl.ts";
import { say } from "../messages/say.ts";
import { formatCompactCount, formatCount } from "../text/format.ts";
import type { LossColumns } from "./loss-columns.ts";

export interface PlotColors {
  readonly axis: string;
  readonly grid: string;
  readonly training: string;
  readonly smoothed: string;
  readonly heldOut: string;
}

export interface LossPlot {
  /** Draws these columns in the next animation frame; of several calls before it only the last one counts. */
  draw(columns: LossColumns): void;
  close(): void;
}

/** The width of the empty chart, and of one with the first few steps in it. */
const EMPTY_STEP_RANGE = 50;

/**
 * @param container gives the size, and is watched for changes of it
 * @param readColors asked at every drawing, so that a change of theme needs only a redraw
 * @param onHover the column under the pointer, or null when there is none
 */
export function createLossPlot(
  container: HTMLElement,
  readColors: () => PlotColors,
  onHover: (index: number | null) => void,
): LossPlot {
  let colors = readColors();
  let columns: LossColumns = [[], [], [], []];
  let frame = 0;
  const plot = new uPlot(
    plotOptions(() => colors, onHover),
    columns,
    container,
  );

  const redraw = () => {
    frame = 0;
    colors = readColors();
    plot.setData(columns);
  };
  const schedule = () => {
    if (frame === 0) frame = requestAnimationFrame(redraw);
  };
  const resize = new ResizeObserver(() =>
    plot.setSize({ width: container.clientWidth, height: container.clientHeight }),
  );
  resize.observe(container);
  const themes = ["(prefers-color-scheme: dark)", "(forced-colors: active)"].map((query) =>
    matchMedia(query),
  );
  for (const theme of themes) theme.addEventListener("change", schedule);

  return {
    draw(next) {
      columns = next;
      schedule();
    },
    close() {
      cancelAnimationFrame(frame);
      resize.disconnect();
      for (const theme of themes) theme.removeEventListener("change", schedule);
      plot.destroy();
    },
  };
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

/** A little air around the curve; some height even when it is flat. @param min null while there is no data */
function lossRange(min: number | null, max: number | null): [number, number] {
  if (min === null || max === null) return [0, 5];
  const margin = Math.max((max - min) * 0.06, Math.abs(max) * 0.01, 1e-6);
  return [min >= 0 ? Math.max(0, min - margin) : min - margin, max + margin];
}

/** The first tick names what is counted. */
const formatStepTick = (step: number): string =>
  step === 0 ? say("loss.at-step", { step: formatCount(0) }) : formatCompactCount(step);

const formatTick = (loss: number): string => numbersAs(TICK).format(loss);

/** As many digits as a loss has, without zeros at the end. */
const TICK = { maximumSignificantDigits: 4 };
