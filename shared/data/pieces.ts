/**
 * A long text in pieces that can be encoded one by one. The same text has the same pieces everywhere, however it arrives: a cut depends on the text alone. It
 * lies where words of nearly every tokenizer begin anyway, so the tokens are those of the whole text, except beside a rare cut that found no such place.
 */

/** UTF-16 units: some milliseconds of work, and few enough tokens that no library overflows its stack. */
export const PIECE_LENGTH = 8192;

const isSpace = (text: string, index: number): boolean => /\s/.test(text[index] ?? "");

/** Collects text and gives it out in pieces. */
export class PieceCutter {
  readonly #visit: (piece: string) => void;
  #rest = "";

  constructor(visit: (piece: string) => void) {
    this.#visit = visit;
  }

  /** @param text whole code points */
  add(text: string): void {
    this.#rest += text;
    let start = 0;
    // One more than a piece must be known: a cut looks at what follows.
    while (this.#rest.length - start > PIECE_LENGTH) {
      const end = start + cutOf(this.#rest.slice(start, start + PIECE_LENGTH + 1));
      this.#visit(this.#rest.slice(start, end));
      start = end;
    }
    this.#rest = this.#rest.slice(start);
  }

  end(): void {
    if (this.#rest !== "") this.#visit(this.#rest);
    this.#rest = "";
  }
}

/** @param text PIECE_LENGTH + 1 units @returns the length of the piece, at most PIECE_LENGTH */
function cutOf(text: string): number {
  const isBreak = (index: number) => !isSpace(text, index - 1) && !isSpace(text, index + 1);
  const least = PIECE_LENGTH / 2;
  // After the end of a line, or before a space, that stands alone between two words.
  for (let index = PIECE_LENGTH - 1; index >= least; index--)
    if (text[index] === "\n" && isBreak(index)) return index + 1;
  for (let index = PIECE_LENGTH - 1; index >= least; index--)
    if (text[index] === " " && isBreak(index)) return index;
  const isInPair = /[\ud800-\udbff]/.test(text[PIECE_LENGTH - 1]!);
  return isInPair ? PIECE_LENGTH - 1 : PIECE_LENGTH;
}
