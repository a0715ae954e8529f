/**
 * Names that people give themselves. A name is only a claim, shown beside the key's fingerprint; here it is kept from being
 * long, invisible, or able to turn around the text beside it.
 */
import * as v from "valibot";
import { NAME_LENGTH } from "../record-limits.ts";

/** Characters that are looked at: whoever pastes a book gets its beginning. */
const TYPED_CHARACTERS = 400;
/** Accents on one letter; more of them would run over the lines above and below. No everyday spelling needs more. */
const EXCESS_MARKS = /(\p{M}{3})\p{M}+/gu;
/** Accents without a letter would land on what stands before the name. */
const STRAY_MARKS = /(^|\s)\p{M}+/gu;
/** What a cut leaves of the character that it went through. */
const HALF_CHARACTER = /[\ud800-\udbff]$/;

/**
 * What no name may hold, as first and last of each range. A table rather than Unicode's classes, because those grow with every version of
 * every browser, and all must agree on which records are good.
 */
const FORBIDDEN: readonly (readonly [first: number, last: number])[] = [
  [0x00, 0x1f], // controls
  [0x7f, 0x9f],
  [0xad, 0xad], // soft hyphen
  [0x34f, 0x34f], // grapheme joiner
  [0x600, 0x605], // signs around Arabic numbers
  [0x61c, 0x61c], // direction mark
  [0x6dd, 0x6dd],
  [0x70f, 0x70f],
  [0x890, 0x891],
  [0x8e2, 0x8e2],
  [0x115f, 0x1160], // fillers, which are blank
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x200b, 0x200f], // zero width, direction marks
  [0x2028, 0x202e], // line ends, directions
  [0x2060, 0x206f], // joiners, isolates
  [0x2800, 0x2800], // a blank
  [0x3164, 0x3164], // a filler
  [0xd800, 0xdfff], // half of a character
  [0xe000, 0xf8ff], // private use
  [0xfdd0, 0xfdef], // no characters
  [0xfe00, 0xfe0f], // variation selectors
  [0xfeff, 0xfeff], // byte order mark
  [0xffa0, 0xffa0], // a filler
  [0xfff0, 0xffff],
  [0x110bd, 0x110bd], // signs around Kaithi numbers
  [0x110cd, 0x110cd],
  [0x13430, 0x1343f], // joiners of hieroglyphs, shorthand and notes
  [0x1bca0, 0x1bca3],
  [0x1d173, 0x1d17a],
  [0xe0000, 0x10ffff], // tags, more variation selectors, private use
];

const isForbidden = (character: string) => {
  const code = character.codePointAt(0)!;
  return FORBIDDEN.some(([first, last]) => code >= first && code <= last);
};

/**
 * The name that `text` stands for: in NFC, one space between words, at most 40 characters (UTF-16 units); null when nothing is left. For
 * what a visitor types, and for what is shown of a stranger's record.
 */
export function cleanDisplayName(text: string): string | null {
  const visible = Array.from(text.slice(0, TYPED_CHARACTERS).replace(/\s+/g, " "))
    .filter((character) => !isForbidden(character))
    .join("");
  const composed = visible.replace(STRAY_MARKS, "$1").normalize("NFC").replace(EXCESS_MARKS, "$1");
  const name = composed
    .replace(/ +/g, " ")
    .trimStart()
    .slice(0, NAME_LENGTH)
    .replace(HALF_CHARACTER, "")
    .trimEnd();
  return name === "" ? null : name;
}

/** A name in a record. Every clean name passes; what can pass and is not clean (accents that pile up) is cleaned when it is shown. */
export const displayNameField = v.pipe(
  v.string(),
  v.maxLength(NAME_LENGTH), // before anything else is done with it
  v.check((name) => /^\S+( \S+)*$/.test(name), "a name has single spaces, and only inside"),
  v.check((name) => !Array.from(name).some(isForbidden), "a name holds an invisible character"),
);
