/** A corpus as the token numbers of a tokenizer.json: piece by piece, some 2 MB a second. */
import { DataError } from "./data-error.ts";
import { megabytes } from "./file-limit.ts";
import { PieceCutter } from "./pieces.ts";
import { decodeChunks } from "./text-bytes.ts";
import type { Tokenizer } from "./tokenizer.ts";

/** Half a minute of reading on slow computers, before every visit. */
export const TOKENIZED_BYTES = 32_000_000;
/** A tokenizer that makes more of a text than this is not made for it. */
const MOST_TOKENS = 2 * TOKENIZED_BYTES;
const FIRST_CAPACITY = 1 << 16;

/**
 * @param bytes UTF-8
 * @returns numbers below the tokenizer's size
 * @throws DataError when the text is too long, or has characters that other browsers may cut in another way
 */
export function tokenizeCorpus(bytes: Uint8Array, tokenizer: Tokenizer): Uint16Array {
  if (bytes.length > TOKENIZED_BYTES) {
    throw new DataError("text-large", {
      size: megabytes(bytes.length),
      limit: megabytes(TOKENIZED_BYTES),
    });
  }
  let tokens = new Uint16Array(FIRST_CAPACITY);
  let count = 0;
  const cutter = new PieceCutter((piece) => {
    refuseUnassigned(piece);
    const numbers = tokenizer.encodePiece(piece);
    while (count + numbers.length > tokens.length) tokens = twiceAsLong(tokens);
    tokens.set(numbers, count);
    count += numbers.length;
    if (count > MOST_TOKENS) throw tooMany(count);
  });
  decodeChunks(bytes, (text) => cutter.add(text));
  cutter.end();
  return tokens.slice(0, count);
}

/**
 * What is a letter changes with every version of Unicode, but only for characters that had no meaning before. Here they have none, and in a newer browser they may
 * have one: it would cut the text in another way, and two honest peers would disagree.
 */
function refuseUnassigned(piece: string): void {
  const [character] = /\p{Cn}/u.exec(piece) ?? [];
  if (character === undefined) return;
  const code = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0");
  throw new DataError("character", { character: `U+${code}` });
}

function twiceAsLong(tokens: Uint16Array<ArrayBuffer>): Uint16Array<ArrayBuffer> {
  const longer = new Uint16Array(2 * tokens.length);
  longer.set(tokens);
  return longer;
}

function tooMany(count: number): DataError {
  return new DataError("tokens-many", { count });
}
