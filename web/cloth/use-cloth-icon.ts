/** The newest rows as the icon of the tab, so that one sees from another tab that this one weaves. */
import { useEffect } from "react";
import { openClothFavicon } from "./cloth-favicon.ts";
import type { ClothRow } from "./cloth-row.ts";

/** @param isShown otherwise the tab has its own icon */
export function useClothIcon(rows: readonly ClothRow[], isShown: boolean): void {
  useEffect(() => {
    if (!isShown) return undefined;
    const icon = openClothFavicon(document);
    icon.show(rows);
    return () => icon.close();
  }, [rows, isShown]);
}
