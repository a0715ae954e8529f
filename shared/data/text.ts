/**
 * Text as a dataset for language models: every sample is a block of tokens, and its targets are the same block one token
 * later. The first 90 % of the characters are learned from, the rest is held out, exactly as nanoGPT splits its data.
 * Two passes over the bytes; beside them only the tokens are kept (one or two bytes each).
 */
import { assert } from "../core/assert.ts";
import type { Batch } from "../ports/engine.ts";
import { DataError } from "./data-error.ts";
import type { Dataset, SplitName } from "./dataset.ts";
import type { Description } from "./description.ts";
import { refuseBinary } from "./text-bytes.ts";
import { tokenizeCorpus } from "./tokenize.ts";
import type { Tokenizer } from "./tokenizer.ts";
import {
  type CharacterCensus,
  countCharacters,
  createByteVocabulary,
  createCharacterVocabulary,
  tokenizeCharacters,
  type Tokens,
  type Vocabulary,
} from "./vocabulary.ts";
import { formatCount, formatNumber } from "./wording.ts";

/** With more distinct characters than this (Chinese books have them) the embedding outgrows a small model: use bytes. */
const CHARACTER_LIMIT = 4096;
/** Tokens must fit 16 bits, one value being reserved. */
const CHARACTER_CAPACITY = 65535;
/** Share of characters that may be broken UTF-8 before the file counts as something else. */
const BROKEN_SHARE = 0.001;
/** Of a tokenizer that does not know most of the text, nothing can be learned. */
const UNKNOWN_SHARE = 0.5;
const TRAIN_SHARE = 0.9;

export interface TextOptions {
  /** Tokens per sample. */
  readonly blockSize: number;
  /** Default `auto`: characters, or bytes when the corpus has more than 4,096 different characters. */
  readonly vocabulary?: "characters" | "bytes" | "auto" | undefined;
  /** A vocabulary from a file instead. */
  readonly tokenizer?: Tokenizer | undefined;
}

export interface TextDataset extends Dataset, Description {
  readonly kind: "text";
  readonly vocabulary: Vocabulary["kind"];
  /** What its vocabulary was read from; null for characters and bytes. */
  readonly tokenizer: Tokenizer | null;
  /** Tokens that a text is written after when nobody has begun it. Never empty. */
  readonly opening: readonly number[];
  /** Token numbers of `text`; characters that the corpus does not hold are left out. */
  encode(text: string): Int32Array;
  decode(tokens: ArrayLike<number>): string;
}

/**
 * @param source the corpus; bytes are kept, not copied, when the vocabulary is bytes
 * @throws DataError when it is empty, binary, too short for one block in each part, or one character repeated
 */
export function createTextDataset(source: Uint8Array | string, options: TextOptions): TextDataset {
  const bytes = typeof source === "string" ? new TextEncoder().encode(source) : source;
  const { blockSize, tokenizer } = options;
  const corpus =
    tokenizer === undefined
      ? readCorpus(bytes, options.vocabulary ?? "auto")
      : readWithTokenizer(bytes, tokenizer);
  const { vocabulary, tokens } = corpus;
  refuseTooShort(tokens.length, blockSize, corpus.unit);

  const trainLength = Math.floor(tokens.length * TRAIN_SHARE);
  const testLength = tokens.length - trainLength;
  const counts = { train: trainLength - blockSize, test: Math.floor((testLength - 1) / blockSize) };
  const startOf = (split: SplitName, index: number) =>
    split === "train" ? index : trainLength + index * blockSize;

  return {
    kind: "text",
    task: { kind: "text", vocabularySize: vocabulary.size, blockSize },
    unit: "tokens",
    unitsPerSample: blockSize,
    description: `${formatCount(tokens.length)} ${corpus.unit}, ${formatCount(corpus.distinctCount)} different ones${corpus.remark}`,
    notes: corpus.notes,
    vocabulary: vocabulary.kind,
    tokenizer: tokenizer ?? null,
    opening: openingOf(corpus, tokenizer),
    encode: (text) => vocabulary.encode(text),
    decode: (codes) => vocabulary.decode(codes),
    sampleCount: (split) => counts[split],
    batch: (split, indices) => {
      assert(
        indices.every((index) => index >= 0 && index < counts[split]),
        "sample number out of range",
      );
      return cutBlocks(
        tokens,
        indices.map((index) => startOf(split, index)),
        blockSize,
      );
    },
  };
}

/** A line break, where there is one: else token 0, and of a tokenizer, whose token 0 may be one that no text has, the text's first. */
function openingOf({ vocabulary, tokens }: Corpus, tokenizer: Tokenizer | undefined): readonly number[] {
  const line = [...vocabulary.encode("\n")];
  const isKnown = line.length > 0 && line.every((token) => token !== tokenizer?.unknown);
  if (isKnown) return line;
  return [tokenizer === undefined ? 0 : tokens[0]!];
}

interface Corpus {
  readonly vocabulary: Vocabulary;
  readonly tokens: Tokens;
  /** What people call its tokens. */
  readonly unit: "characters" | "bytes" | "tokens";
  /** Goes on the sentence that describes it. */
  readonly remark: string;
  readonly distinctCount: number;
  readonly notes: readonly string[];
}

function readCorpus(bytes: Uint8Array, wanted: "characters" | "bytes" | "auto"): Corpus {
  if (wanted === "bytes") return readBytes(bytes, []);
  refuseBinary(bytes);
  const census = countCharacters(bytes);
  refuseBroken(census);
  const distinctCount = census.distinct.length;
  if (distinctCount > (wanted === "auto" ? CHARACTER_LIMIT : CHARACTER_CAPACITY)) {
    return readBytes(bytes, [
      `The text has ${formatCount(distinctCount)} different characters, too many for a token each, so the model reads bytes.`,
    ]);
  }
  refuseMonotone(distinctCount);
  return {
    vocabulary: createCharacterVocabulary(census.distinct),
    unit: "characters",
    remark: "",
    tokens: tokenizeCharacters(bytes, census),
    distinctCount,
    notes:
      census.brokenCount === 0
        ? []
        : [`${formatCount(census.brokenCount)} broken characters (not UTF-8) were replaced by U+FFFD.`],
  };
}

function readBytes(bytes: Uint8Array, notes: readonly string[]): Corpus {
  if (bytes.length === 0) throw new DataError("empty");
  const distinctCount = countDistinct(bytes);
  refuseMonotone(distinctCount);
  return {
    vocabulary: createByteVocabulary(),
    unit: "bytes",
    remark: "",
    tokens: bytes,
    distinctCount,
    notes,
  };
}

function readWithTokenizer(bytes: Uint8Array, tokenizer: Tokenizer): Corpus {
  refuseBinary(bytes);
  const { algorithm, size, unknown } = tokenizer;
  const tokens = tokenizeCorpus(bytes, tokenizer);
  const distinctCount = countDistinct(tokens);
  const unknownCount =
    unknown === null ? 0 : tokens.reduce((sum, token) => sum + Number(token === unknown), 0);
  if (distinctCount < 2 || unknownCount > tokens.length * UNKNOWN_SHARE) {
    throw new DataError("tokenizer-foreign");
  }
  const bytesPerToken = formatNumber(bytes.length / tokens.length);
  return {
    vocabulary: tokenizer,
    unit: "tokens",
    remark: ` of the ${formatCount(size)} that a ${algorithm} tokenizer knows; one stands for ${bytesPerToken} bytes`,
    tokens,
    distinctCount,
    notes:
      unknownCount === 0
        ? []
        : [
            `The tokenizer does not know ${formatCount(unknownCount)} of the text's ${formatCount(tokens.length)} tokens.`,
          ],
  };
}

/** @param tokens of at most 65,536 kinds */
function countDistinct(tokens: Tokens): number {
  const isPresent = new Uint8Array(65_536);
  for (const token of tokens) isPresent[token] = 1;
  return isPresent.reduce((count, present) => count + present, 0);
}

function refuseBroken({ brokenCount, characterCount }: CharacterCensus): void {
  if (brokenCount <= characterCount * BROKEN_SHARE) return;
  throw new DataError("not-utf8", { broken: brokenCount, count: characterCount });
}

function refuseMonotone(distinctCount: number): void {
  if (distinctCount > 1) return;
  throw new DataError("monotone");
}

/** Both parts need one block and the token after it; the held-out tenth is the shorter one. */
function refuseTooShort(tokenCount: number, blockSize: number, unit: string): void {
  const needed = 10 * blockSize + 1;
  if (tokenCount >= needed) return;
  throw new DataError("text-short", { count: tokenCount, unit, block: blockSize, needed });
}

/** Tensors [B, T]: the blocks that begin at `starts`, and the same blocks one token later. */
function cutBlocks(corpus: Tokens, starts: readonly number[], blockSize: number): Batch {
  const shape = [starts.length, blockSize];
  const tokens = new Int32Array(starts.length * blockSize);
  const targets = new Int32Array(starts.length * blockSize);
  starts.forEach((start, row) => {
    tokens.set(corpus.subarray(start, start + blockSize), row * blockSize);
    targets.set(corpus.subarray(start + 1, start + 1 + blockSize), row * blockSize);
  });
  return {
    tokens: { elementType: "int32", shape, data: tokens },
    targets: { elementType: "int32", shape, data: targets },
  };
}
