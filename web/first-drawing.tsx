/** When the first drawing of the page is to be seen: what nobody waits for begins only then. */
import { useEffect } from "react";

/** A browser that draws no frames, as in the background or below other windows, holds nothing up for longer. */
const PATIENCE_MS = 250;

/** In the page's tree, so that React says when all around it is drawn. */
export function FirstDrawing({ onDrawn }: { readonly onDrawn: () => void }) {
  useEffect(onDrawn, [onDrawn]);
  return null;
}

/** @returns `shown` is kept when the browser has shown what was drawn before `tellDrawn` was called */
export function waitForShown() {
  let tellDrawn = () => {};
  const shown = new Promise<void>((resolve) => {
    tellDrawn = () => {
      requestAnimationFrame(() => requestAnimationFrame(() => resolve())); // the second comes when the first has been shown
      setTimeout(resolve, PATIENCE_MS);
    };
  });
  return { shown, tellDrawn };
}
