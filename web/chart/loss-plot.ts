/** The loss curves on a canvas, with uPlot. Colours come from the style sheet, through the legend's swatches. */
import { say } from "../messages/say.ts";
import { formatCompactCount, formatCount } from "../text/format.ts";
import type { LivePlot } from "./live-plot.ts";
import type { LossColumns } from "./loss-columns.ts";
import { type FrameColors, type LossFrame, openLossFrame } from "./loss-frame.ts";

export interface PlotColors extends FrameColors {
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
export const createLossPlot = (
  container: HTMLElement,
  readColors: () => PlotColors,
  onHover: (index: number | null) => void,
): LivePlot<LossColumns> => openLossFrame(container, readColors, onHover, FRAME);

const FRAME: LossFrame<LossColumns, PlotColors> = {
  empty: [[], [], [], []],
  endPadding: 24,
  xRange: (_plot, _min, max) => [0, Math.max(EMPTY_STEP_RANGE, max ?? 0)],
  xAxis: { values: (_plot, steps) => steps.map(formatStepTick) },
  series: (colors) => [
    { stroke: () => colors().training, width: 1, spanGaps: true, points: { show: false } },
    { stroke: () => colors().smoothed, width: 2, spanGaps: true, points: { show: false } },
    {
      stroke: () => colors().heldOut,
      paths: () => null,
      points: { show: true, size: 7, width: 2, stroke: () => colors().heldOut, fill: "transparent" },
    },
  ],
};

/** The first tick names what is counted. */
const formatStepTick = (step: number): string =>
  step === 0 ? say("loss.at-step", { step: formatCount(0) }) : formatCompactCount(step);
