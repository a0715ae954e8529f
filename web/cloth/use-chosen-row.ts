/** The row that somebody looks at: under the pointer, or where the arrow keys have led. */
import {
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  type RefObject,
  useRef,
  useState,
} from "react";
import type { ClothPainter } from "./cloth-painter.ts";
import type { ClothRow } from "./cloth-row.ts";
import { rowAfterKey } from "./row-keys.ts";

/** Of those that the loom takes. */
export interface RowHandlers {
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onPointerDown: (event: PointerEvent) => void;
  readonly onPointerMove: (event: PointerEvent) => void;
  readonly onPointerLeave: () => void;
  readonly onScroll: () => void;
  readonly onFocus: () => void;
  readonly onBlur: (event: FocusEvent) => void;
  readonly onClick: (event: MouseEvent) => void;
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
  /** There is no hovering with a finger: a tap reads a row out, and what is read out opens it. */
  const isTouched = useRef(false);
  const first = rows[0]?.round ?? 0;
  const chosen = round === null ? null : (rows[round - first] ?? null);
  const row = chosen ?? rows.at(-1) ?? null;
  const rowAt = (top: number): ClothRow | null => rows[painter.current?.rowAt(top) ?? -1] ?? null;
  const chooseAt = (top: number) => setRound(rowAt(top)?.round ?? null);
  const follow = () => {
    if (pointerTop.current !== null) chooseAt(pointerTop.current);
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
    onPointerDown(event) {
      isTouched.current = event.pointerType === "touch";
    },
    onPointerMove(event) {
      if (event.pointerType === "touch") return; // it scrolls
      pointerTop.current = event.clientY;
      follow();
    },
    onPointerLeave() {
      if (pointerTop.current !== null) setRound(null);
      pointerTop.current = null;
    },
    onScroll: follow,
    onFocus: () => setIsFocused(true),
    onBlur({ currentTarget, relatedTarget }) {
      setIsFocused(false);
      // What is read out beside it can be opened there.
      const isNear = currentTarget.parentElement?.contains(relatedTarget) === true;
      if (!isNear && !isTouched.current) setRound(null);
    },
    onClick({ clientY, detail }) {
      if (isTouched.current) return chooseAt(clientY);
      // What the pointer has last chosen may not be drawn yet; a click without a pointer means the row that is read out.
      const clicked = detail === 0 ? chosen : rowAt(clientY);
      if (clicked !== null) onOpen?.(clicked);
    },
  };
  return { row, isShown: row !== null && (chosen !== null || isFocused), handlers };
}
