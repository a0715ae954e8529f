/**
 * The parts of a tokenizer.json that are accepted: those that Hugging Face's JavaScript library computes as its original does, in time that is bounded by the
 * text. What the library would read besides is dropped here, so it never sees anything that was not checked. Source of the format: huggingface.co/docs/tokenizers.
 */
import * as v from "valibot";
import { isSafePattern } from "./tokenizer-pattern.ts";

/** UTF-16 units. The longest tokens of published vocabularies, runs of spaces, have 128. */
export const TOKEN_LENGTH = 256;
/** Special tokens and others that stand beside the model; large chat models have some hundreds. */
const MOST_ADDED = 2048;
/** Steps of one part; no tokenizer that we know has more than six. */
const MOST_STEPS = 8;
/** What a replacement may write for one match. */
const CONTENT_LENGTH = 16;
/** A text may become this many times as long by all replacements together. */
const MOST_GROWTH = 4;

const flag = v.optional(v.nullable(v.boolean()));
const short = v.pipe(v.string(), v.maxLength(CONTENT_LENGTH));
const character = v.pipe(v.string(), v.minLength(1), v.maxLength(2));
const only = <const T extends string>(type: T) => v.object({ type: v.literal(type) });

/** Plain text, or a regular expression that cannot run away. */
const pattern = v.union(
  [
    v.object({ String: v.pipe(v.string(), v.minLength(1), v.maxLength(TOKEN_LENGTH)) }),
    v.object({
      Regex: v.pipe(
        v.string(),
        v.check(isSafePattern, "a pattern of a well-known tokenizer, or a simple one"),
      ),
    }),
  ],
  "a pattern of a well-known tokenizer, or a simple one",
);
const replace = v.object({ type: v.literal("Replace"), pattern, content: short });

const normalizerSteps = [
  only("NFC"),
  only("NFD"),
  only("NFKC"),
  only("NFKD"),
  only("Lowercase"),
  only("StripAccents"),
  // The library leaves the map out and normalises by NFKC, which is what nearly all of these maps hold.
  only("Precompiled"),
  v.object({ type: v.literal("Strip"), strip_left: flag, strip_right: flag }),
  v.object({ type: v.literal("Prepend"), prepend: short }),
  replace,
  v.object({
    type: v.literal("BertNormalizer"),
    clean_text: flag,
    handle_chinese_chars: flag,
    strip_accents: flag,
    lowercase: flag,
  }),
] as const;

const preTokenizerSteps = [
  only("Whitespace"),
  only("WhitespaceSplit"),
  only("BertPreTokenizer"),
  only("Punctuation"),
  v.object({ type: v.literal("Digits"), individual_digits: flag }),
  v.object({
    type: v.literal("ByteLevel"),
    add_prefix_space: flag,
    trim_offsets: flag,
    use_regex: flag,
  }),
  v.object({
    type: v.literal("Metaspace"),
    replacement: v.optional(character),
    prepend_scheme: v.optional(v.picklist(["always", "first", "never"])),
  }),
  v.object({
    type: v.literal("Split"),
    pattern,
    // The library treats the others as one of these.
    behavior: v.picklist(["Isolated", "Removed"]),
    invert: v.boolean(),
  }),
] as const;

const decoderSteps = [
  only("ByteLevel"),
  only("ByteFallback"),
  only("Fuse"),
  v.object({ type: v.literal("WordPiece"), prefix: short, cleanup: flag }),
  v.object({ type: v.literal("Metaspace"), replacement: v.optional(character) }),
  v.object({ type: v.literal("BPEDecoder"), suffix: v.optional(v.pipe(short, v.minLength(1))) }),
  v.object({
    type: v.literal("Strip"),
    content: character,
    start: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(TOKEN_LENGTH)),
    stop: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(TOKEN_LENGTH)),
  }),
  replace,
] as const;

const normalizerStep = v.variant("type", normalizerSteps);
const preTokenizerStep = v.variant("type", preTokenizerSteps);
const decoderStep = v.variant("type", decoderSteps);

const normalizer = v.pipe(
  v.variant("type", [
    ...normalizerSteps,
    v.object({
      type: v.literal("Sequence"),
      normalizers: v.pipe(v.array(normalizerStep), v.maxLength(MOST_STEPS)),
    }),
  ]),
  v.check(
    (part) => growthOf(part.type === "Sequence" ? part.normalizers : [part]) <= MOST_GROWTH,
    "replacements that keep a text about as long as it is",
  ),
);

const preTokenizer = v.pipe(
  v.variant("type", [
    ...preTokenizerSteps,
    v.object({
      type: v.literal("Sequence"),
      pretokenizers: v.pipe(v.array(preTokenizerStep), v.maxLength(MOST_STEPS)),
    }),
  ]),
  v.check(
    (part) =>
      part.type !== "Sequence" ||
      part.pretokenizers.filter(({ type }) => type === "ByteLevel" || type === "Metaspace").length <= 1,
    "at most one step that changes the text",
  ),
);

const decoder = v.variant("type", [
  ...decoderSteps,
  v.object({
    type: v.literal("Sequence"),
    decoders: v.pipe(v.array(decoderStep), v.maxLength(MOST_STEPS)),
  }),
]);

const addedToken = v.object({
  id: v.pipe(v.number(), v.integer(), v.minValue(0)),
  content: v.pipe(v.string(), v.minLength(1), v.maxLength(TOKEN_LENGTH)),
  single_word: v.optional(v.boolean()),
  lstrip: v.optional(v.boolean()),
  rstrip: v.optional(v.boolean()),
  normalized: v.optional(v.boolean()),
  special: v.optional(v.boolean()),
});

/** What surrounds the model, which has tens of thousands of entries and is checked by tokenizer-model.ts. The post-processor only adds tokens that texts of training do not have. */
export const tokenizerPartsSchema = v.object({
  added_tokens: v.optional(v.pipe(v.array(addedToken), v.maxLength(MOST_ADDED)), []),
  normalizer: v.optional(v.nullable(normalizer), null),
  pre_tokenizer: v.optional(v.nullable(preTokenizer), null),
  decoder: v.optional(v.nullable(decoder), null),
});

export type TokenizerParts = v.InferOutput<typeof tokenizerPartsSchema>;

/** How many times as long a text can become by these replacements, one after the other. */
function growthOf(steps: readonly v.InferOutput<typeof normalizerStep>[]): number {
  return steps.reduce((growth, step) => {
    if (step.type !== "Replace") return growth;
    const matchLength = "String" in step.pattern ? step.pattern.String.length : 1;
    return growth * Math.max(1, step.content.length / matchLength);
  }, 1);
}
