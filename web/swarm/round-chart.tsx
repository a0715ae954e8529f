/** How good the model has become, round by round, and where this visitor helped: a canvas for the eye, a sentence and a table for everybody else. */
import { memo, useCallback, useId, useMemo, useRef, useState } from "react";
import { useLivePlot } from "../chart/use-live-plot.ts";
import type { ClothRow } from "../cloth/cloth-row.ts";
import { say } from "../messages/say.ts";
import { formatCount, formatLoss } from "../text/format.ts";
import { type RoundColumns, roundColumns } from "./round-columns.ts";
import type { RoundPlotColors } from "./round-plot.ts";
import { RoundTable } from "./round-table.tsx";

export const RoundChart = memo(function RoundChart({ rows }: { readonly rows: readonly ClothRow[] }) {
  const headingId = useId();
  const figure = useRef<HTMLElement>(null);
  const canvas = useRef<HTMLDivElement>(null);
  const [hoverIndex, setHoverIndex] = useState<number | null>(null);
  const columns = useMemo(() => roundColumns(rows), [rows]);
  const load = useCallback(async () => {
    const { createRoundPlot } = await import("./round-plot.ts");
    return (container: HTMLElement) =>
      createRoundPlot(container, () => readColors(figure.current ?? container), setHoverIndex);
  }, []);
  useLivePlot(canvas, columns, load);
  const isEmpty = columns[0].length === 0;
  return (
    <figure className="swarm-part round-chart" ref={figure} aria-labelledby={headingId}>
      <figcaption>
        <h3 id={headingId}>{say("swarm-screen.loss")}</h3>
        <RoundLegend columns={columns} index={hoverIndex} />
      </figcaption>
      <div
        className="plot"
        ref={canvas}
        role="img"
        aria-label={sentenceOf(columns)}
        data-testid="round-plot"
        data-empty={isEmpty ? say("swarm-screen.loss.none") : undefined}
      />
      <p className="note">{say("swarm-screen.loss.note")}</p>
      <RoundTable columns={columns} />
    </figure>
  );
});

interface RoundLegendProps {
  readonly columns: RoundColumns;
  /** The column under the pointer; null for the newest. */
  readonly index: number | null;
}

function RoundLegend({ columns: [rounds, , losses], index }: RoundLegendProps) {
  const at = Math.min(index ?? Infinity, rounds.length - 1);
  const loss = losses[at] ?? null;
  return (
    <ul className="legend">
      <li>
        <svg className="swatch swatch-round" viewBox="0 0 18 14" width="18" height="14" aria-hidden="true">
          <path d="M1 3c5 0 8 7 16 7" strokeWidth="2" />
        </svg>
        {say("cloth.loss")} <span className="legend-value">{loss === null ? "" : formatLoss(loss)}</span>
      </li>
      <li>
        <svg className="swatch swatch-helped" viewBox="0 0 18 14" width="18" height="14" aria-hidden="true">
          <circle cx="9" cy="7" r="3" fill="currentcolor" />
        </svg>
        {say("swarm-screen.loss.own")}
      </li>
      <li className="legend-step">
        {rounds.length > 0 && say("cloth.round", { round: formatCount(rounds[at] ?? 0) })}
      </li>
    </ul>
  );
}

function sentenceOf([rounds, own, losses]: RoundColumns): string {
  const known = losses.filter((loss) => loss !== null);
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined) return say("swarm-screen.loss.empty");
  return say("swarm-screen.loss.course", {
    first: formatLoss(first),
    last: formatLoss(last),
    count: rounds.length,
    own: formatCount(own.filter((loss) => loss !== null).length),
  });
}

/** A canvas knows no custom properties, so the computed colours of real elements are read. */
function readColors(figure: HTMLElement): RoundPlotColors {
  const styleOf = (selector: string) => {
    const element = figure.querySelector(selector);
    return element ? getComputedStyle(element) : null;
  };
  const plot = styleOf(".plot");
  return {
    axis: plot?.color ?? "gray",
    grid: plot?.borderBlockEndColor ?? "gray",
    loss: styleOf(".swatch-round")?.color ?? "gray",
    own: styleOf(".swatch-helped")?.color ?? "gray",
  };
}
