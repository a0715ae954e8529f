/**
 * Small real tokenizers, trained here on a text: byte-pair encodings of GPT-2's kind (https://arxiv.org/abs/1508.07909), and word pieces that are cut at
 * every character. As `tokenizer.json`, so that the same file goes to us and to Hugging Face's libraries.
 */
import { must } from "../../shared/core/assert.ts";

/** GPT-2's, from github.com/openai/gpt-2 src/encoder.py. */
export const GPT2_PATTERN = String.raw`'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`;
/** Qwen 2's, from huggingface.co/Qwen/Qwen2-0.5B tokenizer.json. */
export const QWEN2_PATTERN = String.raw`(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`;

/** A file as data; loose, because tests break it in every way. */
// oxlint-disable-next-line typescript/no-explicit-any
export type TokenizerJson = Record<string, any>;

/** GPT-2's character for each byte. */
const BYTE_CHARACTERS = (() => {
  let moved = 256;
  return Array.from({ length: 256 }, (_, byte) => {
    const isPrintable = (byte >= 33 && byte <= 126) || (byte >= 161 && byte !== 173);
    return String.fromCodePoint(isPrintable ? byte : moved++);
  });
})();

const BYTE_LEVEL = { type: "ByteLevel", add_prefix_space: false, trim_offsets: false, use_regex: true };
const SPECIAL = {
  single_word: false,
  lstrip: false,
  rstrip: false,
  normalized: false,
  special: true,
} as const;

/** Byte-level BPE: 256 bytes, `mergeCount` merges, and one special token that ends a text. */
export function trainByteLevelBpe(text: string, mergeCount = 300): TokenizerJson {
  const words = countWords(text);
  const vocab = new Map(BYTE_CHARACTERS.map((character, index) => [character, index]));
  const merges: [string, string][] = [];
  while (merges.length < mergeCount) {
    const pair = commonestPair(words);
    if (pair === null) break;
    merges.push(pair);
    vocab.set(pair[0] + pair[1], vocab.size);
    for (const word of words) word.parts = merged(word.parts, pair);
  }
  const end = { id: vocab.size, content: "<|endoftext|>", ...SPECIAL };
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: [end],
    normalizer: null,
    pre_tokenizer: BYTE_LEVEL,
    post_processor: { ...BYTE_LEVEL, trim_offsets: true },
    decoder: { ...BYTE_LEVEL, use_regex: false },
    model: {
      type: "BPE",
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab: Object.fromEntries(vocab),
      merges,
    },
  };
}

/** The same merges between the words that Qwen 2 sees. */
export function cutAsQwen(bpe: TokenizerJson): TokenizerJson {
  return {
    ...bpe,
    normalizer: { type: "NFC" },
    pre_tokenizer: {
      type: "Sequence",
      pretokenizers: [
        { type: "Split", pattern: { Regex: QWEN2_PATTERN }, behavior: "Isolated", invert: false },
        { ...BYTE_LEVEL, use_regex: false },
      ],
    },
  };
}

/** Every letter, alone and inside of a word, and some whole words. */
export function wordPieces(text: string): TokenizerJson {
  const words = new Set(text.toLowerCase().match(/\p{L}+|[^\p{L}\s]/gu));
  const letters = new Set([...words].join(""));
  const whole = [...words].filter((word) => word.length > 3).slice(0, 50);
  const tokens = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    ...letters,
    ...[...letters].map((letter) => `##${letter}`),
  ];
  const vocab = Object.fromEntries([...new Set([...tokens, ...whole])].map((token, index) => [token, index]));
  return {
    ...OTHERS,
    added_tokens: ["[PAD]", "[UNK]", "[CLS]", "[SEP]"].map((content, id) => ({ id, content, ...SPECIAL })),
    normalizer: {
      type: "BertNormalizer",
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true,
    },
    pre_tokenizer: { type: "BertPreTokenizer" },
    post_processor: {
      type: "TemplateProcessing",
      single: [
        { SpecialToken: { id: "[CLS]", type_id: 0 } },
        { Sequence: { id: "A", type_id: 0 } },
        { SpecialToken: { id: "[SEP]", type_id: 0 } },
      ],
      pair: [],
      special_tokens: {},
    },
    decoder: { type: "WordPiece", prefix: "##", cleanup: false },
    model: {
      type: "WordPiece",
      unk_token: "[UNK]",
      continuing_subword_prefix: "##",
      max_input_chars_per_word: 100,
      vocab,
    },
  };
}

/** Every character and every word of the text, longer ones likelier. */
export function unigrams(text: string): TokenizerJson {
  const words = new Set(text.replaceAll(/\s/g, "▁").match(/▁?\p{L}+|./gu));
  const pieces = new Set(["<unk>", "▁", ...new Set(Array.from(words).join("")), ...[...words].slice(0, 200)]);
  return {
    ...OTHERS,
    added_tokens: [{ id: 0, content: "<unk>", ...SPECIAL }],
    normalizer: { type: "Sequence", normalizers: [{ type: "NFKC" }] },
    pre_tokenizer: { type: "Metaspace", replacement: "▁", prepend_scheme: "always", split: true },
    decoder: { type: "Metaspace", replacement: "▁", prepend_scheme: "always", split: true },
    model: {
      type: "Unigram",
      unk_id: 0,
      byte_fallback: false,
      vocab: [...pieces].map((piece) => [piece, piece === "<unk>" ? 0 : -10 - 1 / piece.length]),
    },
  };
}

export const tokenizerBytes = (json: TokenizerJson): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(JSON.stringify(json));

const OTHERS = { version: "1.0", truncation: null, padding: null, post_processor: null } as const;

interface Word {
  parts: readonly string[];
  readonly count: number;
}

function countWords(text: string): Word[] {
  const counts = new Map<string, number>();
  for (const [word] of text.matchAll(new RegExp(GPT2_PATTERN, "gu")))
    counts.set(word, (counts.get(word) ?? 0) + 1);
  return Array.from(counts, ([word, count]) => ({
    parts: Array.from(new TextEncoder().encode(word), (byte) => must(BYTE_CHARACTERS[byte], "256 bytes")),
    count,
  }));
}

/** Null when every word is one token. Of equally common pairs the first in the alphabet. */
function commonestPair(words: readonly Word[]): [string, string] | null {
  const counts = new Map<string, number>();
  for (const { parts, count } of words)
    for (let index = 1; index < parts.length; index++) {
      const pair = `${parts[index - 1]} ${parts[index]}`;
      counts.set(pair, (counts.get(pair) ?? 0) + count);
    }
  const [best] = [...counts].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return best === undefined ? null : (best[0].split(" ") as [string, string]);
}

function merged(parts: readonly string[], [left, right]: readonly [string, string]): readonly string[] {
  const result: string[] = [];
  for (const part of parts) {
    if (part === right && result.at(-1) === left) result[result.length - 1] = left + right;
    else result.push(part);
  }
  return result;
}
