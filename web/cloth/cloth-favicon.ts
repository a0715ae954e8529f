/** The newest three rows as the icon of the tab, while it trains. */
import type { ClothRow } from "./cloth-row.ts";
import { drawNewest, NEWEST_ROWS } from "./draw-newest.ts";

/** Pixels; browsers make it smaller. */
const SIZE = 48;

export interface ClothFavicon {
  /** The icon as it was stays while there are no rows. */
  show(rows: readonly ClothRow[]): void;
  /** Puts back what was there before. */
  close(): void;
}

export function openClothFavicon(page: Document): ClothFavicon {
  const links = [...page.querySelectorAll<HTMLLinkElement>('link[rel~="icon"]')];
  const own = page.createElement("link");
  own.rel = "icon";
  own.type = "image/png";
  let shown = "";
  return {
    show(rows) {
      const newest = rows.slice(-NEWEST_ROWS);
      const name = newest
        .flatMap(({ commit, threads }) => [commit, ...threads.map(({ state }) => state)])
        .join();
      const picture = name === shown ? null : drawIcon(page, newest);
      if (picture === null) return;
      shown = name;
      own.href = picture;
      for (const link of links) link.remove();
      if (!own.isConnected) page.head.append(own);
    },
    close() {
      if (!own.isConnected) return;
      own.remove();
      page.head.append(...links);
    },
  };
}

/** @returns null without rows, or where the browser draws nothing */
function drawIcon(page: Document, rows: readonly ClothRow[]): string | null {
  const canvas = page.createElement("canvas");
  canvas.width = SIZE;
  canvas.height = SIZE;
  const context = canvas.getContext("2d");
  if (context === null || rows.length === 0) return null;
  drawNewest(context, rows);
  return canvas.toDataURL();
}
