/** The live loss curve: a canvas for the eye, a sentence and a table for everybody else. */
import { useEffect, useMemo, useRef, useState } from "react";
import type { RefObject } from "react";
import type { RunDescription } from "../../worker/api.ts";
import { lossColumns } from "../chart/loss-columns.ts";
import type { LossColumns } from "../chart/loss-columns.ts";
import type { LossPlot, PlotColors } from "../chart/loss-plot.ts";
import type { LossHistory } from "../../shared/training/loss-history.ts";
import { say } from "../messages/say.ts";
import { lossMeaning, lossSentence } from "../text/loss-sentence.ts";
import { LossLegend } from "./loss-legend.tsx";
import { LossTable } from "./loss-table.tsx";

interface LossChartProps {
  readonly training: LossHistory;
  readonly heldOut: LossHistory;
  readonly run: RunDescription | null;
}

export function LossChart({ training, heldOut, run }: LossChartProps) {
  const figure = useRef<HTMLElement>(null);
  const canvas = useRef<HTMLDivElement>(null);
  const [hoverIndex, setHoverIndex] = useState<number | null>(null);
  const columns = useMemo(() => lossColumns(training, heldOut), [training, heldOut]);
  useLossPlot(figure, canvas, columns, setHoverIndex);
  const isEmpty = columns[0].length === 0;
  return (
    <figure className="loss-chart" ref={figure}>
      <figcaption className="section-head">
        <h2>{say("loss.title")}</h2>
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

function useLossPlot(
  figure: RefObject<HTMLElement | null>,
  canvas: RefObject<HTMLDivElement | null>,
  columns: LossColumns,
  onHover: (index: number | null) => void,
): void {
  const plot = useRef<LossPlot>(null);
  const latest = useRef(columns);
  useEffect(() => {
    const [home, container] = [figure.current, canvas.current];
    if (!home || !container) return undefined;
    let isMounted = true;
    // On demand, because a visitor who only reads needs no curve. Without it the sentence and the table say the same.
    import("../chart/loss-plot.ts").then(
      ({ createLossPlot }) => {
        if (!isMounted) return;
        plot.current = createLossPlot(container, () => readColors(home), onHover);
        plot.current.draw(latest.current);
      },
      () => undefined,
    );
    return () => {
      isMounted = false;
      plot.current?.close();
      plot.current = null;
    };
  }, [figure, canvas, onHover]);
  useEffect(() => {
    latest.current = columns;
    plot.current?.draw(columns);
  }, [columns]);
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
