/**
 * Vocabularies: how text becomes token numbers and back. `characters` gives every distinct code point of the corpus one
 * token, in code point order (as nanoGPT's character data sets do); `bytes` gives every UTF-8 byte one, always 256. The
 * third kind, `tokenizer`, comes from a file: tokenizer.ts.
 */
import { decodeChunks } from "./text-bytes.ts";

/** One past the largest Unicode code point. */
const CODE_POINT_COUNT = 0x110000;
/** What TextDecoder writes for bytes that are not UTF-8. */
const REPLACEMENT = 0xfffd;
/** Marks a code point that the corpus does not hold. */
const ABSENT = 0xffff;
const BYTE_COUNT = 256;

/** Tokens of a corpus in the smallest type that holds them. */
export type Tokens = Uint8Array | Uint16Array;

export interface Vocabulary {
  readonly kind: "characters" | "bytes" | "tokenizer";
  /** Number of different tokens. */
  readonly size: number;
  /** Characters that the corpus does not hold are left out, because the model has no token for them. */
  encode(text: string): Int32Array;
  /** Numbers that are no token are left out; bytes that are not UTF-8 show as U+FFFD. */
  decode(tokens: ArrayLike<number>): string;
}

/** What one pass over a corpus finds. */
export interface CharacterCensus {
  readonly characterCount: number;
  /** Code points of the corpus, ascending. */
  readonly distinct: Uint32Array;
  /** Characters that stand for bytes that are not UTF-8. */
  readonly brokenCount: number;
}

export function countCharacters(bytes: Uint8Array): CharacterCensus {
  const isPresent = new Uint8Array(CODE_POINT_COUNT);
  let characterCount = 0;
  let brokenCount = 0;
  decodeChunks(bytes, (text) => {
    for (let index = 0; index < text.length; index++) {
      const point = text.codePointAt(index)!;
      if (point > 0xffff) index++;
      if (point === REPLACEMENT) brokenCount++;
      isPresent[point] = 1;
      characterCount++;
    }
  });
  const distinct: number[] = [];
  for (let point = isPresent.indexOf(1); point >= 0; point = isPresent.indexOf(1, point + 1))
    distinct.push(point);
  return { characterCount, distinct: Uint32Array.from(distinct), brokenCount };
}

/** @param distinct code points, ascending, at most 65,535 */
export function createCharacterVocabulary(distinct: Uint32Array): Vocabulary {
  const tokenOf = tokenTable(distinct);
  return {
    kind: "characters",
    size: distinct.length,
    encode: (text) =>
      Int32Array.from(
        Array.from(text, (character) => tokenOf[character.codePointAt(0)!]!).filter(
          (token) => token !== ABSENT,
        ),
      ),
    decode: (tokens) => {
      let text = "";
      for (let index = 0; index < tokens.length; index++) {
        const point = distinct[tokens[index]!];
        if (point !== undefined) text += String.fromCodePoint(point);
      }
      return text;
    },
  };
}

export function createByteVocabulary(): Vocabulary {
  return {
    kind: "bytes",
    size: BYTE_COUNT,
    encode: (text) => Int32Array.from(new TextEncoder().encode(text)),
    decode: (tokens) => new TextDecoder().decode(Uint8Array.from(tokens)),
  };
}

/** The corpus as token numbers of the character vocabulary: a second pass over the bytes. */
export function tokenizeCharacters(bytes: Uint8Array, census: CharacterCensus): Tokens {
  const tokenOf = tokenTable(census.distinct);
  const isSmall = census.distinct.length <= BYTE_COUNT;
  const tokens = isSmall ? new Uint8Array(census.characterCount) : new Uint16Array(census.characterCount);
  let position = 0;
  decodeChunks(bytes, (text) => {
    for (let index = 0; index < text.length; index++) {
      const point = text.codePointAt(index)!;
      if (point > 0xffff) index++;
      tokens[position++] = tokenOf[point]!;
    }
  });
  return tokens;
}

/** Token number of every code point; ABSENT where there is none. */
function tokenTable(distinct: Uint32Array): Uint16Array {
  const table = new Uint16Array(CODE_POINT_COUNT).fill(ABSENT);
  for (let token = 0; token < distinct.length; token++) table[distinct[token]!] = token;
  return table;
}
