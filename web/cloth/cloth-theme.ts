/** The colours of the cloth, as the style sheet says (cloth.css). A canvas knows no custom properties, so a real element is asked. */
import { FORCED_COLORS } from "../watch-theme.ts";
import type { ClothColors } from "./thread-color.ts";

/** Says of any colour what it is as OKLCH: the build may have written it in another way. */
const AS_OKLCH = "oklch(from red l c 0)";

/** @param home gets a child for a moment */
export function readColors(home: HTMLElement): ClothColors {
  const probe = document.createElement("span");
  probe.hidden = true;
  home.append(probe);
  const read = (color: string) => {
    probe.style.color = color;
    return getComputedStyle(probe).color;
  };
  // The colours of a forced theme have no hue to be turned.
  const hasHues = !matchMedia(FORCED_COLORS).matches && CSS.supports("color", AS_OKLCH);
  const readDye = (name: string) => read(hasHues ? AS_OKLCH.replace("red", `var(${name})`) : `var(${name})`);
  const colors: ClothColors = {
    thread: readDye("--cloth-thread"),
    own: readDye("--cloth-own"),
    warp: read("var(--cloth-warp)"),
    curve: read("var(--cloth-curve)"),
  };
  probe.remove();
  return colors;
}
