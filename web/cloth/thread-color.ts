/** The colour of a thread. All have the same lightness and chroma, so that nobody stands out by chance; the own one is as strong as the screen allows. */
import type { Hash } from "../../shared/core/ids.ts";
import { hueOf } from "../identity-hue.ts";
import type { ClothThread } from "./cloth-row.ts";
import { oklchToHex, parseOklch } from "./oklch.ts";

/** CSS colours. Where one is not OKLCH, as in forced colours, all threads of its kind have it as it stands. */
export interface ClothColors {
  readonly thread: string;
  readonly own: string;
  readonly warp: string;
  readonly curve: string;
}

/** Yarn spun by hand is never quite even: so many shades, this far apart in lightness. */
const SHADES = 5;
const SHADE_STEP = 0.011;

/** Which of the shades a row's yarn has: 0 … SHADES − 1, from its commit. */
export const shadeOf = (commit: Hash): number => Number.parseInt(commit.slice(-2), 16) % SHADES;

/** Colours of threads as hexadecimal numbers, each computed once. */
export class ThreadDyes {
  readonly #bases: Readonly<Record<"thread" | "own", string>>;
  readonly #dyes = new Map<number, string>();

  constructor(colors: Pick<ClothColors, "thread" | "own">) {
    this.#bases = colors;
  }

  /** @param shade of the row; 2 is the plain colour */
  of({ who, isOwn }: Pick<ClothThread, "who" | "isOwn">, shade: number = (SHADES - 1) / 2): string {
    const hue = hueOf(who);
    const key = (hue * SHADES + shade) * 2 + Number(isOwn);
    const known = this.#dyes.get(key);
    if (known !== undefined) return known;
    const dye = mix(this.#bases[isOwn ? "own" : "thread"], hue, shade);
    this.#dyes.set(key, dye);
    return dye;
  }
}

function mix(base: string, hue: number, shade: number): string {
  const oklch = parseOklch(base);
  if (oklch === null) return base;
  const lightness = oklch.lightness + (shade - (SHADES - 1) / 2) * SHADE_STEP;
  return oklchToHex({ ...oklch, lightness, hue });
}
