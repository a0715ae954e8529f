/** The row that somebody looks at: under the pointer, or where the arrow keys have led. */
import { type KeyboardEvent, type PointerEvent, type RefObject, useRef, useState } from "react";
import type { ClothPainter } from "./cloth-painter.ts";
import type { ClothRow } from "./cloth-row.ts";
import { rowAfterKey } from "./row-keys.ts";

/** Of those that the loom takes. */
export interface RowHandlers {
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onPointerMove: (event: PointerEvent) => void;
  readonly onPointerLeave: () => void;
  readonly onScroll: () => void;
  readonly onFocus: () => void;
  readonly onBlur: () => void;
  readonly onClick: () => void;
}

export interface ChosenRow {
  /** The newest one while none is chosen; null while there are none. */
  readonly row: ClothRow | null;
  readonly isShown: boolean;
  readonly handlers: RowHandlers;
}

export function useChosenRow(
  rows: readonly ClothRow[],
  painter: RefObject<ClothPainter | null>,
  onOpen: ((row: ClothRow) => void) | undefined,
): ChosenRow {
  /** By its round, because rows are added at both ends. */
  const [round, setRound] = useState<number | null>(null);
  const [isFocused, setIsFocused] = useState(false);
  const pointerTop = useRef<number | null>(null);
  const first = rows[0]?.round ?? 0;
  const chosen = round === null ? null : (rows[round - first] ?? null);
  const row = chosen ?? rows.at(-1) ?? null;
  const follow = () => {
    if (pointerTop.current === null) return;
    const index = painter.current?.rowAt(pointerTop.current) ?? null;
    setRound(index === null ? null : first + index);
  };
  const handlers: RowHandlers = {
    onKeyDown(event) {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key === "Enter" && row) onOpen?.(row);
      const pageRows = painter.current?.pageRows ?? 1;
      const index = row === null ? null : row.round - first;
      const next = rowAfterKey(event.key, index, { count: rows.length, pageRows });
      if (next === null) return;
      event.preventDefault();
      pointerTop.current = null;
      setRound(first + next);
      painter.current?.reveal(next);
    },
    onPointerMove(event) {
      pointerTop.current = event.clientY;
      follow();
    },
    onPointerLeave() {
      if (pointerTop.current !== null) setRound(null);
      pointerTop.current = null;
    },
    onScroll: follow,
    onFocus: () => setIsFocused(true),
    onBlur() {
      setIsFocused(false);
      setRound(null);
    },
    onClick: () => chosen && onOpen?.(chosen),
  };
  return { row, isShown: row !== null && (chosen !== null || isFocused), handlers };
}
