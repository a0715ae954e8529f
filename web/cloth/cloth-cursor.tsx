/** The row that is chosen: a frame around it for the eye, its words for the ear. */
import type { CSSProperties } from "react";
import { lossPlace, type LossRange, weaveFor } from "./cloth-layout.ts";
import type { ClothRow } from "./cloth-row.ts";
import { rowText } from "./text.ts";

interface ClothCursorProps {
  readonly id: string;
  readonly row: ClothRow;
  readonly rows: readonly ClothRow[];
  readonly range: LossRange | null;
  readonly isShown: boolean;
}

export function ClothCursor({ id, row, rows, range, isShown }: ClothCursorProps) {
  const index = row.round - (rows[0]?.round ?? row.round);
  const size = weaveFor(rows.length, devicePixelRatio).rowHeight / devicePixelRatio;
  const place = range === null || row.loss === null ? null : lossPlace(row.loss, range);
  const style = {
    insetBlockStart: index * size,
    blockSize: size,
    "--loss-place": place ?? 0,
  } as CSSProperties;
  return (
    <div
      id={id}
      role="option"
      className="cloth-cursor"
      data-shown={isShown}
      aria-label={rowText(row)}
      aria-selected={isShown}
      aria-posinset={index + 1}
      aria-setsize={rows.length}
      style={style}
    >
      {place !== null && <span className="cloth-dot" />}
    </div>
  );
}
