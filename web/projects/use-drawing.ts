/** What pointers and keys do to a small picture. */
import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useRef, useState } from "react";
import { type DrawingSize, withLine, withSpot } from "./drawing.ts";

export interface DrawingPoint {
  /** In pixels, from the middle of the first one. */
  readonly x: number;
  readonly y: number;
}

export interface Drawing {
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  /** Where the keyboard draws. */
  readonly cursor: DrawingPoint;
  readonly handlers: {
    readonly onPointerDown: (event: PointerEvent) => void;
    readonly onPointerMove: (event: PointerEvent) => void;
    readonly onPointerUp: () => void;
    readonly onPointerCancel: () => void;
    readonly onKeyDown: (event: KeyboardEvent) => void;
  };
}

const STEPS: Readonly<Record<string, DrawingPoint>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

export function useDrawing(
  pixels: Uint8Array,
  size: DrawingSize,
  onDraw: (pixels: Uint8Array) => void,
): Drawing {
  const canvas = useRef<HTMLCanvasElement>(null);
  const last = useRef<DrawingPoint>(null);
  /** What was drawn since the page was drawn last is in it already. */
  const drawn = useRef(pixels);
  const [cursor, setCursor] = useState<DrawingPoint>(() => middleOf(size));
  useEffect(() => {
    drawn.current = pixels;
    paint(canvas.current, pixels);
  }, [pixels]);
  const show = (next: Uint8Array) => {
    drawn.current = next;
    onDraw(next);
  };
  const end = () => {
    last.current = null;
  };
  const handlers: Drawing["handlers"] = {
    onPointerDown(event) {
      event.currentTarget.setPointerCapture(event.pointerId);
      last.current = pointOf(event, size);
      show(withSpot(drawn.current, size, last.current));
    },
    onPointerMove(event) {
      if (last.current === null) return;
      const point = pointOf(event, size);
      show(withLine(drawn.current, size, last.current, point));
      last.current = point;
    },
    onPointerUp: end,
    onPointerCancel: end,
    onKeyDown(event) {
      const step = STEPS[event.key];
      if (step === undefined && event.key !== " ") return;
      event.preventDefault();
      const next = within(size, { x: cursor.x + (step?.x ?? 0), y: cursor.y + (step?.y ?? 0) });
      setCursor(next);
      if (step === undefined || event.shiftKey) show(withLine(drawn.current, size, cursor, next));
    },
  };
  return { canvas, cursor, handlers };
}

function pointOf({ clientX, clientY, currentTarget }: PointerEvent, size: DrawingSize): DrawingPoint {
  const box = currentTarget.getBoundingClientRect();
  return {
    x: ((clientX - box.left) / box.width) * size.width - 0.5,
    y: ((clientY - box.top) / box.height) * size.height - 0.5,
  };
}

const middleOf = ({ width, height }: DrawingSize): DrawingPoint => ({
  x: Math.floor(width / 2),
  y: Math.floor(height / 2),
});

const within = ({ width, height }: DrawingSize, { x, y }: DrawingPoint): DrawingPoint => ({
  x: Math.min(width - 1, Math.max(0, x)),
  y: Math.min(height - 1, Math.max(0, y)),
});

function paint(canvas: HTMLCanvasElement | null, pixels: Uint8Array): void {
  const context = canvas?.getContext("2d");
  if (!canvas || !context) return;
  const image = context.createImageData(canvas.width, canvas.height);
  pixels.forEach((pixel, place) => image.data.set([pixel, pixel, pixel, 255], 4 * place));
  context.putImageData(image, 0, 0);
}
