/** How wide a line of text is, without a font at hand. */

/** Hundredths of the font size, measured in DejaVu Sans, which browsers on Linux take for Verdana's twin. */
const CHARACTERS_OF_WIDTH: Readonly<Record<number, string>> = {
  28: "'IJijl",
  32: " ,./:;\\|",
  37: "-()[]ft",
  41: "!r",
  49: '"*_`',
  52: "?szc",
  58: "FLPkvxy",
  61: "TYaoe",
  64: "$0123456789ESbdghnpqu{}",
  69: "ABCKRVXZ",
  75: "DGHNU",
  79: "&OQ",
  84: "#+<=>^~wM",
  98: "%@Wm",
};
const WIDTHS = new Map(
  Object.entries(CHARACTERS_OF_WIDTH).flatMap(([width, characters]) =>
    Array.from(characters, (character) => [character, Number(width)] as const),
  ),
);
/** Latin with accents, Greek, Cyrillic, Arabic and their like. */
const OTHER_LETTER = 65;
/** From CJK to emoji: as wide as high. */
const SQUARE = 100;
const SQUARES_FROM = 0x2e80;
const MARK = /\p{Mn}/u;

/** @param sizePx of the font @returns pixels, rounded up */
export function textWidth(text: string, sizePx: number): number {
  const hundredths = Array.from(text).reduce((sum, character) => sum + widthOf(character), 0);
  return Math.ceil((hundredths * sizePx) / 100);
}

function widthOf(character: string): number {
  if (MARK.test(character)) return 0;
  const isSquare = (character.codePointAt(0) ?? 0) >= SQUARES_FROM;
  return WIDTHS.get(character) ?? (isSquare ? SQUARE : OTHER_LETTER);
}
