/** A painter for as long as the cloth is on the screen. */
import { type RefObject, useLayoutEffect, useRef } from "react";
import type { ClothRow } from "./cloth-row.ts";
import { ClothPainter } from "./cloth-painter.ts";

export interface ClothElements {
  readonly view: RefObject<HTMLDivElement | null>;
  readonly fabric: RefObject<HTMLDivElement | null>;
  readonly tiles: RefObject<HTMLDivElement | null>;
}

export function useClothPainter(
  { view, fabric, tiles }: ClothElements,
  rows: readonly ClothRow[],
): RefObject<ClothPainter | null> {
  const painter = useRef<ClothPainter>(null);
  useLayoutEffect(() => {
    if (!view.current || !fabric.current || !tiles.current) return undefined;
    const places = { view: view.current, fabric: fabric.current, tiles: tiles.current };
    const own = new ClothPainter(places);
    painter.current = own;
    return () => {
      own.close();
      painter.current = null;
    };
  }, [view, fabric, tiles]);
  useLayoutEffect(() => painter.current?.show(rows), [rows]);
  return painter;
}
