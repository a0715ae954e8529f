/** Which row a key leads to. */

/** @param index of the row now; null for none @param pageRows rows of a page @returns null for a key that leads nowhere */
export function rowAfterKey(
  key: string,
  index: number | null,
  { count, pageRows }: { readonly count: number; readonly pageRows: number },
): number | null {
  if (count === 0) return null;
  const last = count - 1;
  const from = index ?? last;
  const next = leap(key, { from, last, pageRows });
  return next === null ? null : Math.min(last, Math.max(0, next));
}

function leap(
  key: string,
  { from, last, pageRows }: { readonly from: number; readonly last: number; readonly pageRows: number },
): number | null {
  switch (key) {
    case "ArrowUp":
      return from - 1;
    case "ArrowDown":
      return from + 1;
    case "PageUp":
      return from - pageRows;
    case "PageDown":
      return from + pageRows;
    case "Home":
      return 0;
    case "End":
      return last;
    default:
      return null;
  }
}
