/**
 * The model of a tokenizer.json: its vocabulary, and how words are put together from it. Checked by hand, because it has tens of thousands of entries, and
 * because a token may be called what JavaScript's objects call their own things.
 */
import * as v from "valibot";
import { DataError } from "./data-error.ts";
import { TOKEN_LENGTH, type TokenizerParts } from "./tokenizer-schema.ts";
import { formatCount, shorten } from "./wording.ts";

/** Token numbers fit 16 bits. */
const VOCABULARY_LIMIT = 65_536;
/** Characters of a word that is looked up piece by piece; the work grows with its square. */
const WORD_LENGTH = 200;
/** Tokens that begin, or end, with each other: the likeliest path is found in time that grows with the product. T5's longest tokens have 16 characters. */
const MOST_NESTED = 16;

const token = v.pipe(v.string(), v.maxLength(TOKEN_LENGTH));
const no = (what: string) =>
  v.optional(
    v.custom<null | false | "" | 0>((value) => !value, `no ${what}`),
    null,
  );
const flag = v.optional(v.nullable(v.boolean()));

const settings = v.variant("type", [
  v.object({
    type: v.literal("BPE"),
    dropout: no("dropout, which would cut a text differently each time"),
    unk_token: v.optional(v.nullable(token), null),
    continuing_subword_prefix: no("continuing_subword_prefix"),
    end_of_word_suffix: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(16)))),
    fuse_unk: flag,
    byte_fallback: flag,
    ignore_merges: flag,
  }),
  v.object({
    type: v.literal("WordPiece"),
    unk_token: token,
    continuing_subword_prefix: v.pipe(v.string(), v.maxLength(16)),
    max_input_chars_per_word: v.optional(
      v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(WORD_LENGTH)),
      100,
    ),
  }),
  v.object({
    type: v.literal("Unigram"),
    unk_id: v.pipe(v.number(), v.integer(), v.minValue(0)),
    byte_fallback: no("byte_fallback with Unigram"),
  }),
]);

export type TokenizerAlgorithm = v.InferOutput<typeof settings>["type"];

export interface TokenizerModel {
  readonly algorithm: TokenizerAlgorithm;
  /** Number of different tokens, added ones included; their numbers go from 0 without gaps. */
  readonly size: number;
  /** What stands for anything else; null when such characters are left out. */
  readonly unknown: number | null;
  /** The model as the library takes it. */
  readonly config: Readonly<Record<string, unknown>>;
}

/** @throws DataError when it is not one of the three models, or its numbers are not those of a vocabulary */
export function readTokenizerModel(raw: unknown, added: TokenizerParts["added_tokens"]): TokenizerModel {
  const model: object = typeof raw === "object" && raw !== null ? raw : {};
  // Older files do not name the model; those with merges are byte-pair encodings.
  const parsed = v.safeParse(
    settings,
    "type" in model || !("merges" in model) ? model : { ...model, type: "BPE" },
  );
  if (!parsed.success) throw unusable(`model: ${parsed.issues[0].message}`);
  const config = parsed.output;
  const vocab: unknown = "vocab" in model ? model.vocab : undefined;
  if (config.type === "Unigram") {
    const pieces = readPieces(vocab);
    const numbers = numbersOf(pieces.map(([piece], index) => [piece, index]));
    refuseNested([...numbers.keys()]);
    const size = sizeOf(numbers, added);
    if (config.unk_id >= pieces.length) throw unusable("its unknown token is not in its vocabulary");
    return { algorithm: config.type, size, unknown: config.unk_id, config: { ...config, vocab: pieces } };
  }
  const numbers = numbersOf(typeof vocab === "object" && vocab !== null ? Object.entries(vocab) : []);
  const size = sizeOf(numbers, added);
  const { unk_token } = config;
  const unknown =
    unk_token === null
      ? null
      : (numbers.get(unk_token) ?? added.find(({ content }) => content === unk_token)?.id);
  if (unknown === undefined) throw unusable("its unknown token is not in its vocabulary");
  const common = { algorithm: config.type, size, unknown };
  if (config.type === "WordPiece") return { ...common, config: { ...config, vocab } };
  const merges = readMerges("merges" in model ? model.merges : undefined, numbers);
  return { ...common, config: { ...config, vocab, merges } };
}

/** A tokenizer.json that does not work here. @param what ends a sentence */
export function unusable(what: string): DataError {
  return new DataError("tokenizer-unusable", {}, { detail: shorten(what, 200) });
}

function numbersOf(entries: readonly (readonly [string, unknown])[]): Map<string, number> {
  if (entries.length > VOCABULARY_LIMIT) throw tooLarge(entries.length);
  const numbers = new Map<string, number>();
  for (const [text, number] of entries) {
    if (text.length > TOKEN_LENGTH) throw unusable(`a token has more than ${TOKEN_LENGTH} characters`);
    if (typeof number !== "number" || !Number.isInteger(number) || number < 0)
      throw unusable(`the number of “${shorten(text, 20)}” is not a whole number`);
    if (numbers.has(text)) throw unusable(`“${shorten(text, 20)}” is in its vocabulary twice`);
    numbers.set(text, number);
  }
  return numbers;
}

/** The model has a row for every number, so none may be missing, and none may stand for two tokens. */
function sizeOf(numbers: ReadonlyMap<string, number>, added: TokenizerParts["added_tokens"]): number {
  const texts = new Map<number, string>();
  const addedOnes = added.map(({ content, id }): [string, number] => [content, id]);
  for (const [text, number] of [...numbers, ...addedOnes]) {
    const before = texts.get(number);
    if (before !== undefined && before !== text)
      throw unusable(`two tokens have the number ${formatCount(number)}`);
    texts.set(number, text);
  }
  if (texts.size > VOCABULARY_LIMIT) throw tooLarge(texts.size);
  if (texts.size < 2) throw unusable("it has no vocabulary");
  for (let number = 0; number < texts.size; number++)
    if (!texts.has(number))
      throw unusable(
        `its numbers do not go from 0 without gaps: no token has the number ${formatCount(number)}`,
      );
  return texts.size;
}

function tooLarge(count: number): DataError {
  return new DataError("tokenizer-large", { count, limit: VOCABULARY_LIMIT });
}

/** Both sides and their union are tokens, so no merge leads out of the vocabulary, and none into a circle: a merge makes a longer text. */
function readMerges(
  raw: unknown,
  numbers: ReadonlyMap<string, number>,
): readonly (readonly [string, string])[] {
  if (!Array.isArray(raw)) throw unusable("a BPE model needs a list of merges");
  if (raw.length > VOCABULARY_LIMIT)
    throw unusable(`it has more than ${formatCount(VOCABULARY_LIMIT)} merges`);
  return raw.map((merge: unknown): readonly [string, string] => {
    const parts: readonly unknown[] =
      typeof merge === "string" ? merge.split(" ") : Array.isArray(merge) ? merge : [];
    const [left, right, ...others] = parts;
    if (typeof left !== "string" || typeof right !== "string" || others.length > 0)
      throw unusable("a merge is not a pair of tokens");
    if (left === "" || right === "" || !numbers.has(left + right))
      throw unusable(
        `the merge of “${shorten(left, 20)}” and “${shorten(right, 20)}” is not in its vocabulary`,
      );
    return [left, right];
  });
}

function readPieces(raw: unknown): readonly (readonly [string, number])[] {
  if (!Array.isArray(raw)) throw unusable("a Unigram model needs a list of pieces");
  if (raw.length > VOCABULARY_LIMIT) throw tooLarge(raw.length);
  return raw.map((entry: unknown): readonly [string, number] => {
    const [piece, score] = Array.isArray(entry) ? (entry as readonly unknown[]) : [];
    if (typeof piece !== "string" || typeof score !== "number" || !Number.isFinite(score))
      throw unusable("a piece is not a text with a number");
    return [piece, score];
  });
}

/** From every place of a text as many pieces may begin as are beginnings of each other, and so many may end there. */
function refuseNested(pieces: readonly string[]): void {
  const known = new Set(pieces);
  for (const piece of pieces) {
    let [beginnings, ends] = [0, 0];
    for (let length = 1; length <= piece.length; length++) {
      if (known.has(piece.slice(0, length))) beginnings++;
      if (known.has(piece.slice(-length))) ends++;
    }
    if (Math.max(beginnings, ends) > MOST_NESTED)
      throw unusable(`more than ${MOST_NESTED} of its tokens begin or end with each other`);
  }
}
