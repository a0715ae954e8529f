/** Names the curves, and shows their values under the pointer. */
import type { ReactNode } from "react";
import { lastNumber } from "../chart/loss-columns.ts";
import type { LossColumns } from "../chart/loss-columns.ts";
import { say } from "../messages/say.ts";
import { formatCount, formatLoss } from "../text/format.ts";

interface LossLegendProps {
  readonly columns: LossColumns;
  /** The column under the pointer; null when there is none. */
  readonly index: number | null;
}

export function LossLegend({ columns, index }: LossLegendProps) {
  const [steps, training, smoothed, heldOut] = columns;
  const end = index === null ? 0 : Math.min(index + 1, steps.length);
  const step = steps[end - 1];
  return (
    <ul className="legend">
      <Entry swatch="training" name={say("loss.each-step")} value={lastNumber(training, 0, end)}>
        <path d="M1 9 5 4l4 6 4-7 4 5" strokeWidth="1" />
      </Entry>
      <Entry swatch="smoothed" name={say("loss.smoothed")} value={lastNumber(smoothed, 0, end)}>
        <path d="M1 4c5 0 8 6 16 6" strokeWidth="2" />
      </Entry>
      <Entry swatch="held-out" name={say("loss.held-out")} value={lastNumber(heldOut, 0, end)}>
        <circle cx="9" cy="7" r="3" strokeWidth="2" />
      </Entry>
      <li className="legend-step">
        {step === undefined ? "" : say("loss.at-step", { step: formatCount(step) })}
      </li>
    </ul>
  );
}

interface EntryProps {
  readonly swatch: "training" | "smoothed" | "held-out";
  readonly name: string;
  readonly value: number | null;
  readonly children: ReactNode;
}

const Entry = ({ swatch, name, value, children }: EntryProps) => (
  <li>
    <svg className={`swatch swatch-${swatch}`} viewBox="0 0 18 14" width="18" height="14" aria-hidden="true">
      {children}
    </svg>
    {name} <span className="legend-value">{value === null ? "" : formatLoss(value)}</span>
  </li>
);
