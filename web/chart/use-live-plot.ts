/** A chart in the place that React keeps for it. Its code comes on demand, because a visitor who only reads needs no curve; without it the words beside it say the same. */
import { type RefObject, useEffect, useRef } from "react";
import type { LivePlot } from "./live-plot.ts";

/** Makes the chart once its code is there. */
export type PlotLoader<Columns> = () => Promise<(container: HTMLElement) => LivePlot<Columns>>;

/** @param load must keep its identity, or the chart is made anew */
export function useLivePlot<Columns>(
  container: RefObject<HTMLElement | null>,
  columns: Columns,
  load: PlotLoader<Columns>,
): void {
  const plot = useRef<LivePlot<Columns>>(null);
  const latest = useRef(columns);
  useEffect(() => {
    const place = container.current;
    if (!place) return undefined;
    let isMounted = true;
    load().then(
      (open) => {
        if (!isMounted) return;
        plot.current = open(place);
        plot.current.draw(latest.current);
      },
      () => undefined,
    );
    return () => {
      isMounted = false;
      plot.current?.close();
      plot.current = null;
    };
  }, [container, load]);
  useEffect(() => {
    latest.current = columns;
    plot.current?.draw(columns);
  }, [columns]);
}
