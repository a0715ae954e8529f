/** One dial of the instrument. It has its place from the start, so nothing moves when numbers appear or grow. */
import type { ReactNode } from "react";

interface ReadingProps {
  readonly label: string;
  readonly testId: string;
  /** The exact value behind the text; null while it is not known. */
  readonly value: number | string | null;
  readonly unit?: string;
  /** Shown in the unit's place when there is one. */
  readonly note?: string;
  /** All of a value that is shown cut. */
  readonly title?: string | undefined;
  readonly children: ReactNode;
}

export function Reading({ label, testId, value, unit = "", note = "", title, children }: ReadingProps) {
  const isKnown = value !== null;
  return (
    <div className="reading">
      <dt>{label}</dt>
      <dd data-testid={testId} data-value={value ?? ""} title={title}>
        <span className="reading-value">{isKnown ? children : "–"}</span>
        {isKnown && unit !== "" && note === "" && <span className="reading-unit"> {unit}</span>}
      </dd>
      {isKnown && note !== "" && <dd className="reading-unit">{note}</dd>}
    </div>
  );
}
