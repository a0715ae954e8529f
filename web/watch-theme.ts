/** For what is drawn on a canvas, which no style sheet reaches. */
export const FORCED_COLORS = "(forced-colors: active)";

/** Calls back when the theme is another one. @returns a function that ends it */
export function watchTheme(onChange: () => void): () => void {
  const queries = ["(prefers-color-scheme: dark)", FORCED_COLORS].map((query) => matchMedia(query));
  for (const query of queries) query.addEventListener("change", onChange);
  // A theme that the visitor chose stands on the root element.
  const choice = new MutationObserver(onChange);
  choice.observe(document.documentElement, { attributeFilter: ["data-theme", "style", "class", "dir"] });
  return () => {
    for (const query of queries) query.removeEventListener("change", onChange);
    choice.disconnect();
  };
}
