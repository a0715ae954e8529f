/** A badge as SVG: a label, and what there is to say. The texts are a stranger's: cleaned and bounded before, escaped here. */
import { escapeMarkup } from "../shared/core/escape-markup.ts";
import { textWidth } from "./text-width.ts";

export const BADGE_THEMES = ["auto", "light", "dark"] as const;
export type BadgeTheme = (typeof BADGE_THEMES)[number];

interface Palette {
  readonly paper: string;
  readonly ink: string;
  readonly edge: string;
  readonly accent: string;
  readonly onAccent: string;
}

/** --surface, --ink, --hairline, --accent and --on-accent of the page (tokens.css), which an image cannot read. */
const LIGHT: Palette = {
  paper: "#ffffff",
  ink: "#231e1b",
  edge: "#dbd7d2",
  accent: "#1e4c8a",
  onAccent: "#fdfbf9",
};
const DARK: Palette = {
  paper: "#1f1c19",
  ink: "#edebe7",
  edge: "#3b3732",
  accent: "#a1c7fb",
  onAccent: "#0d1624",
};

const HEIGHT = 20;
const FONT_PX = 11;
const PADDING = 7;
const BASELINE = 14;

/** @param label short line, such as "Tabloom" @param message short line, such as "12 tabs training now" */
export function badgeSvg(label: string, message: string, theme: BadgeTheme): string {
  const [labelWidth, messageWidth] = [label, message].map((text) => textWidth(text, FONT_PX) + 2 * PADDING);
  const [left = 0, right = 0] = [labelWidth, messageWidth];
  const width = left + right;
  const spoken = escapeMarkup(`${label}: ${message}`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT}" viewBox="0 0 ${width} ${HEIGHT}" role="img" aria-label="${spoken}">`,
    `<title>${spoken}</title>`,
    `<style>${styleOf(theme)}</style>`,
    `<clipPath id="c"><rect width="${width}" height="${HEIGHT}" rx="4"/></clipPath>`,
    '<g clip-path="url(#c)">',
    `<rect class="paper" width="${left}" height="${HEIGHT}"/>`,
    `<rect class="accent" x="${left}" width="${right}" height="${HEIGHT}"/>`,
    "</g>",
    `<rect class="edge" x="0.5" y="0.5" width="${width - 1}" height="${HEIGHT - 1}" rx="3.5"/>`,
    textLine("ink", label, PADDING, left - 2 * PADDING),
    textLine("on-accent", message, left + PADDING, right - 2 * PADDING),
    "</svg>\n",
  ].join("");
}

/** The given length holds whatever font there is; glyphs are stretched too, because spaced letters would tear Arabic apart. */
function textLine(className: string, text: string, x: number, width: number): string {
  return `<text class="${className}" x="${x}" y="${BASELINE}" textLength="${width}" lengthAdjust="spacingAndGlyphs" direction="ltr">${escapeMarkup(text)}</text>`;
}

function styleOf(theme: BadgeTheme): string {
  const font = `text{font:${FONT_PX}px Verdana,"DejaVu Sans",sans-serif}.edge{fill:none}`;
  if (theme === "dark") return font + rules(DARK);
  if (theme === "light") return font + rules(LIGHT);
  return `${font}${rules(LIGHT)}@media (prefers-color-scheme:dark){${rules(DARK)}}`;
}

const rules = ({ paper, ink, edge, accent, onAccent }: Palette): string =>
  `.paper{fill:${paper}}.ink{fill:${ink}}.edge{stroke:${edge}}.accent{fill:${accent}}.on-accent{fill:${onAccent}}`;
