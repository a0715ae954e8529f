/** A small picture to draw on, with a pointer, a finger or the keyboard. */
import { say } from "../messages/say.ts";
import type { DrawingSize } from "./drawing.ts";
import { useDrawing } from "./use-drawing.ts";

interface DrawingFieldProps extends DrawingSize {
  readonly pixels: Uint8Array;
  readonly onDraw: (pixels: Uint8Array) => void;
  /** Of the text that says how it works. */
  readonly noteId: string;
}

export function DrawingField({ pixels, width, height, onDraw, noteId }: DrawingFieldProps) {
  const { canvas, cursor, handlers } = useDrawing(pixels, { width, height }, onDraw);
  return (
    <div className="drawing" dir="ltr">
      <canvas
        ref={canvas}
        width={width}
        height={height}
        tabIndex={0}
        role="application"
        aria-label={say("project-screen.try.drawing", { width, height })}
        aria-describedby={noteId}
        data-testid="drawing"
        {...handlers}
      />
      <span
        className="drawing-cursor"
        style={{
          insetInlineStart: `${(100 * cursor.x) / width}%`,
          insetBlockStart: `${(100 * cursor.y) / height}%`,
          inlineSize: `${100 / width}%`,
        }}
      />
    </div>
  );
}
