/** The live loss curve: a canvas for the eye, a sentence and a table for everybody else. */
import { useCallback, useMemo, useRef, useState } from "react";
import type { RunDescription } from "../../worker/api.ts";
import { lossColumns } from "../chart/loss-columns.ts";
import type { PlotColors } from "../chart/loss-plot.ts";
import { useLivePlot } from "../chart/use-live-plot.ts";
import type { LossHistory } from "../../shared/training/loss-history.ts";
import { say } from "../messages/say.ts";
import { lossMeaning, lossSentence } from "../text/loss-sentence.ts";
import { LossLegend } from "./loss-legend.tsx";
import { LossTable } from "./loss-table.tsx";

interface LossChartProps {
  readonly training: LossHistory;
  readonly heldOut: LossHistory;
  readonly run: RunDescription | null;
  /** Where there are other curves beside it. */
  readonly title?: string;
}

export function LossChart({ training, heldOut, run, title = say("loss.title") }: LossChartProps) {
  const figure = useRef<HTMLElement>(null);
  const canvas = useRef<HTMLDivElement>(null);
  const [hoverIndex, setHoverIndex] = useState<number | null>(null);
  const columns = useMemo(() => lossColumns(training, heldOut), [training, heldOut]);
  const load = useCallback(async () => {
    const { createLossPlot } = await import("../chart/loss-plot.ts");
    return (container: HTMLElement) =>
      createLossPlot(container, () => readColors(figure.current ?? container), setHoverIndex);
  }, []);
  useLivePlot(canvas, columns, load);
  const isEmpty = columns[0].length === 0;
  return (
    <figure className="loss-chart" ref={figure}>
      <figcaption className="section-head">
        <h2>{title}</h2>
        <LossLegend columns={columns} index={hoverIndex} />
      </figcaption>
      <div
        className="plot"
        ref={canvas}
        role="img"
        aria-label={lossSentence(columns)}
        data-empty={isEmpty ? say("loss.no-curve") : undefined}
      />
      <p className="note plot-note">
        {lossMeaning(heldOut.points.at(-1)?.loss ?? null, run?.lossUnit ?? null)}
      </p>
      <LossTable columns={columns} />
    </figure>
  );
}

/** A canvas knows no custom properties, so the computed colours of real elements are read. */
function readColors(figure: HTMLElement): PlotColors {
  const colorOf = (selector: string) => {
    const element = figure.querySelector(selector);
    return element ? getComputedStyle(element).color : "gray";
  };
  const plot = figure.querySelector(".plot");
  return {
    axis: colorOf(".plot"),
    grid: plot ? getComputedStyle(plot).borderBlockEndColor : "gray",
    training: colorOf(".swatch-training"),
    smoothed: colorOf(".swatch-smoothed"),
    heldOut: colorOf(".swatch-held-out"),
  };
}
