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
import {
  type CharacterCensus,
  countCharacters,
  createByteVocabulary,
  createCharacterVocabulary,
  tokenizeCharacters,
  type Tokens,
  type Vocabulary,
} from "./vocabulary.ts";
import { formatCount } from "./wording.ts";

/** With more distinct characters than this (Chinese books have them) the embedding outgrows a small model: use bytes. */
const CHARACTER_LIMIT = 4096;
/** Tokens must fit 16 bits, one value being reserved. */
const CHARACTER_CAPACITY = 65535;
/** Share of characters that may be broken UTF-8 before the file counts as something else. */
const BROKEN_SHARE = 0.001;
const TRAIN_SHARE = 0.9;

export interface TextOptions {
  /** Tokens per sample. */
  readonly blockSize: number;
  /** Default `auto`: characters, or bytes when the corpus has more than 4,096 different characters. */
  readonly vocabulary?: "characters" | "bytes" | "auto" | undefined;
}

export interface TextDataset extends Dataset, Description {
  readonly kind: "text";
  readonly vocabulary: Vocabulary["kind"];
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
  const corpus = readCorpus(bytes, options.vocabulary ?? "auto");
  const { blockSize } = options;
  const { vocabulary, tokens } = corpus;
  refuseTooShort(tokens.length, blockSize, vocabulary.kind);

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
    description: `${formatCount(tokens.length)} ${vocabulary.kind}, ${formatCount(corpus.distinctCount)} different ones`,
    notes: corpus.notes,
    vocabulary: vocabulary.kind,
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

interface Corpus {
  readonly vocabulary: Vocabulary;
  readonly tokens: Tokens;
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
    tokens: tokenizeCharacters(bytes, census),
    distinctCount,
    notes:
      census.brokenCount === 0
        ? []
        : [`${formatCount(census.brokenCount)} broken characters (not UTF-8) were replaced by U+FFFD.`],
  };
}

function readBytes(bytes: Uint8Array, notes: readonly string[]): Corpus {
  if (bytes.length === 0) throw new DataError("The file is empty.", "Choose a file with some text in it.");
  const distinctCount = countDistinct(bytes);
  refuseMonotone(distinctCount);
  return { vocabulary: createByteVocabulary(), tokens: bytes, distinctCount, notes };
}

function countDistinct(bytes: Uint8Array): number {
  const isPresent = new Uint8Array(256);
  for (const byte of bytes) isPresent[byte] = 1;
  return isPresent.reduce((count, present) => count + present, 0);
}

function refuseBroken({ brokenCount, characterCount }: CharacterCensus): void {
  if (brokenCount <= characterCount * BROKEN_SHARE) return;
  throw new DataError(
    `The file is not UTF-8 text: ${formatCount(brokenCount)} of ${formatCount(characterCount)} characters could not be read.`,
    "Save it as UTF-8 text, or choose a plain text file.",
  );
}

function refuseMonotone(distinctCount: number): void {
  if (distinctCount > 1) return;
  throw new DataError(
    "The text is one character repeated, so there is nothing to learn.",
    "Choose a text with words in it.",
  );
}

/** Both parts need one block and the token after it; the held-out tenth is the shorter one. */
function refuseTooShort(tokenCount: number, blockSize: number, unit: string): void {
  const needed = 10 * blockSize + 1;
  if (tokenCount >= needed) return;
  throw new DataError(
    `The text is too short: it has ${formatCount(tokenCount)} ${unit}, and blocks of ${formatCount(blockSize)} need at least ${formatCount(needed)}, because a tenth is held out for testing.`,
    "Choose a longer text, or a model with shorter blocks.",
  );
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
