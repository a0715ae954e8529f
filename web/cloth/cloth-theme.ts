/** The colours of the cloth, as the style sheet says (cloth.css). A canvas knows no custom properties, so a real element is asked. */
import type { ClothColors } from "./thread-color.ts";

/** @param home gets a child for a moment */
export function readColors(home: HTMLElement): ClothColors {
  const probe = document.createElement("span");
  probe.hidden = true;
  home.append(probe);
  const read = (name: string) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const colors: ClothColors = {
    thread: read("--cloth-thread"),
    own: read("--cloth-own"),
    warp: read("--cloth-warp"),
    curve: read("--cloth-curve"),
  };
  probe.remove();
  return colors;
}

/** Calls back when the theme is another one. @returns a function that ends it */
export function watchTheme(onChange: () => void): () => void {
  const queries = ["(prefers-color-scheme: dark)", "(forced-colors: active)"].map((query) =>
    matchMedia(query),
  );
  for (const query of queries) query.addEventListener("change", onChange);
  // A theme that the visitor chose stands on the root element.
  const choice = new MutationObserver(onChange);
  choice.observe(document.documentElement, { attributeFilter: ["data-theme", "style", "class", "dir"] });
  return () => {
    for (const query of queries) query.removeEventListener("change", onChange);
    choice.disconnect();
  };
}
