/** A chart on a canvas, with uPlot, of data that goes on arriving. Redrawn when its size, its data or the theme changes. */
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { watchTheme } from "../watch-theme.ts";

export interface LivePlot<Columns> {
  /** Draws these columns in the next animation frame; of several calls before it only the last one counts. */
  draw(columns: Columns): void;
  close(): void;
}

/**
 * @param container gives the size, and is watched for changes of it
 * @param options what they colour is asked for at every drawing: a change of theme needs only a redraw
 * @param first what is drawn before the first data
 */
export function openLivePlot<Columns extends uPlot.AlignedData>(
  container: HTMLElement,
  options: uPlot.Options,
  first: Columns,
): LivePlot<Columns> {
  let columns = first;
  let frame = 0;
  const plot = new uPlot(options, columns, container);
  const redraw = () => {
    frame = 0;
    plot.setData(columns);
  };
  const schedule = () => {
    if (frame === 0) frame = requestAnimationFrame(redraw);
  };
  const resize = new ResizeObserver(() =>
    plot.setSize({ width: container.clientWidth, height: container.clientHeight }),
  );
  resize.observe(container);
  // At once: a picture in the colours of another theme is wrong, however short.
  const endWatch = watchTheme(() => plot.redraw(false));
  return {
    draw(next) {
      columns = next;
      schedule();
    },
    close() {
      cancelAnimationFrame(frame);
      resize.disconnect();
      endWatch();
      plot.destroy();
    },
  };
}

/** A little air around the curve; some height even when it is flat. @param min null while there is no data */
export function lossRange(min: number | null, max: number | null): [number, number] {
  if (min === null || max === null) return [0, 5];
  const margin = Math.max((max - min) * 0.06, Math.abs(max) * 0.01, 1e-6);
  return [min >= 0 ? Math.max(0, min - margin) : min - margin, max + margin];
}
