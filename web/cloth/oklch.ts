/**
 * OKLCH to sRGB, for places that know no CSS: canvases of any age, and drawings that other programs open.
 * Source: https://bottosson.github.io/posts/oklab/ (Björn Ottosson, 2020).
 */

export interface Oklch {
  /** 0 … 1. */
  readonly lightness: number;
  readonly chroma: number;
  /** Degrees. */
  readonly hue: number;
}

/** As `getComputedStyle` writes it: "oklch(0.72 0.08 0)". @returns null for a colour of another kind */
export function parseOklch(color: string): Oklch | null {
  const match = /^oklch\(([\d.]+)(%?) ([\d.]+) ([\d.]+|none)(?:deg)?\)$/.exec(color.trim());
  if (!match) return null;
  const [, lightness, percent, chroma, hue] = match;
  return {
    lightness: Number(lightness) / (percent === "%" ? 100 : 1),
    chroma: Number(chroma),
    hue: hue === "none" ? 0 : Number(hue),
  };
}

/** The strongest colour of this lightness and hue that a screen can show, up to the chroma asked for: "#c08a4e". */
export function oklchToHex({ lightness, chroma, hue }: Oklch): string {
  let [low, high] = [0, chroma];
  if (!isShown(linearRgb(lightness, chroma, hue))) {
    for (let step = 0; step < 12; step++) {
      const middle = (low + high) / 2;
      if (isShown(linearRgb(lightness, middle, hue))) low = middle;
      else high = middle;
    }
    high = low;
  }
  return `#${linearRgb(lightness, high, hue).map(toHexByte).join("")}`;
}

type Rgb = readonly [red: number, green: number, blue: number];

function linearRgb(lightness: number, chroma: number, hue: number): Rgb {
  const radians = (hue * Math.PI) / 180;
  const [a, b] = [chroma * Math.cos(radians), chroma * Math.sin(radians)];
  const cube = (x: number) => x * x * x;
  const long = cube(lightness + 0.3963377774 * a + 0.2158037573 * b);
  const medium = cube(lightness - 0.1055613458 * a - 0.0638541728 * b);
  const short = cube(lightness - 0.0894841775 * a - 1.291485548 * b);
  return [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ];
}

const isShown = (rgb: Rgb): boolean => rgb.every((channel) => channel >= -1e-4 && channel <= 1 + 1e-4);

function toHexByte(linear: number): string {
  const channel = Math.min(1, Math.max(0, linear));
  const encoded = channel <= 0.0031308 ? 12.92 * channel : 1.055 * Math.pow(channel, 1 / 2.4) - 0.055;
  return Math.round(encoded * 255)
    .toString(16)
    .padStart(2, "0");
}
