/** A stranger's tokenizer.json runs in everybody's worker: whatever is in it ends with a sentence, soon. */
import { describe, expect, test } from "vitest";
import { DataError } from "../../../shared/data/data-error.ts";
import { openDataset } from "../../../shared/data/detect.ts";
import { generateStories } from "../../../shared/data/stories.ts";
import { createTextDataset } from "../../../shared/data/text.ts";
import { isSafePattern } from "../../../shared/data/tokenizer-pattern.ts";
import { findTokenizer } from "../../../shared/data/tokenizer-file.ts";
import { readTokenizer, TOKENIZER_BYTES } from "../../../shared/data/tokenizer.ts";
import {
  GPT2_PATTERN,
  QWEN2_PATTERN,
  tokenizerBytes,
  type TokenizerJson,
  trainByteLevelBpe,
  unigrams,
  wordPieces,
} from "../../support/tiny-tokenizer.ts";
import { utf8 } from "./data-fixtures.ts";

const STORIES = generateStories({ characterCount: 10_000 });
const bpe = trainByteLevelBpe(STORIES, 60);
const words = wordPieces(STORIES);
const pieces = unigrams(STORIES);

/** The file with another part, or the part with another field. */
const withPart = (part: string, value: unknown, json = bpe): TokenizerJson => ({ ...json, [part]: value });
const withModel = (fields: object, json = bpe) => withPart("model", { ...json["model"], ...fields }, json);
const split = (pattern: unknown) =>
  withPart("pre_tokenizer", { type: "Split", pattern, behavior: "Isolated", invert: false });
const replacing = (content: string, count: number) =>
  withPart("normalizer", {
    type: "Sequence",
    normalizers: Array.from({ length: count }, () => ({
      type: "Replace",
      pattern: { String: "a" },
      content,
    })),
  });
const numbered = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`t${index}`, index]));
const added = (...tokens: object[]) => withPart("added_tokens", tokens);

const HOSTILE: readonly (readonly [what: string, json: unknown, problem: RegExp])[] = [
  ["a list", [], /has no model/],
  ["a number", 7, /has no model/],
  ["nothing", null, /has no model/],
  ["another file", { name: "package" }, /has no model/],
  ["no model inside", { ...bpe, model: null }, /model: /],
  ["an unknown model", withModel({ type: "WordLevel" }), /model: /],
  ["a model without a vocabulary", withModel({ vocab: undefined }), /no vocabulary/],
  ["numbers that are texts", withModel({ vocab: { a: "0", b: "1" } }), /not a whole number/],
  ["numbers with fractions", withModel({ vocab: { a: 0.5 } }), /not a whole number/],
  ["numbers below zero", withModel({ vocab: { a: -1 } }), /not a whole number/],
  ["numbers with gaps", withModel({ vocab: { a: 0, b: 2 }, merges: [] }), /no token has the number 1/],
  ["numbers twice", withModel({ vocab: { a: 0, b: 0 }, merges: [] }), /two tokens have the number 0/],
  ["too many tokens", withModel({ vocab: numbered(65_537), merges: [] }), /65,537\stokens.*65,536/],
  [
    "an endless token",
    withModel({ vocab: { ["a".repeat(300)]: 0 }, merges: [] }),
    /more than 256 characters/,
  ],
  ["no merges", withModel({ merges: undefined }), /list of merges/],
  ["merges of numbers", withModel({ merges: [[1, 2]] }), /not a pair/],
  ["merges of three", withModel({ merges: ["a b c"] }), /not a pair/],
  ["merges out of the vocabulary", withModel({ merges: ["zz zz"] }), /not in its vocabulary/],
  ["merges of nothing", withModel({ merges: [["", "a"]] }), /not in its vocabulary/],
  [
    "a million merges",
    withModel({ merges: Array.from({ length: 65_537 }, () => "a b") }),
    /more than 65,536 merges/,
  ],
  ["chance", withModel({ dropout: 0.1 }), /dropout/],
  [
    "a prefix that the library forgets",
    withModel({ continuing_subword_prefix: "##" }),
    /continuing_subword_prefix/,
  ],
  ["an unknown token that is none", withModel({ unk_token: "[none]" }), /unknown token/],
  ["no unknown word piece", withModel({ unk_token: "[none]" }, words), /unknown token/],
  ["words without an end", withModel({ max_input_chars_per_word: 1e9 }, words), /model: /],
  ["pieces without scores", withModel({ vocab: [["a"], ["b"]] }, pieces), /not a text with a number/],
  ["endless scores", withModel({ vocab: [["a", null]] }, pieces), /not a text with a number/],
  ["an unknown piece beyond the end", withModel({ unk_id: 60_000 }, pieces), /unknown token/],
  [
    "pieces within pieces",
    withModel({ vocab: Array.from({ length: 200 }, (_, length) => ["a".repeat(length + 1), -1]) }, pieces),
    /begin or end with each other/,
  ],
  ["bytes instead of pieces", withModel({ byte_fallback: true }, pieces), /byte_fallback/],
  ["an added token without text", added({ id: 316, content: "" }), /added_tokens/],
  ["an added token far away", added({ id: 1e6, content: "<end>" }), /no token has the number/],
  ["an added token in another's place", added({ id: 3, content: "<end>" }), /two tokens have the number 3/],
  [
    "endless added tokens",
    added(...Array.from({ length: 3000 }, (_, id) => ({ id, content: `<${id}>` }))),
    /added_tokens/,
  ],
  ["an unknown step", withPart("pre_tokenizer", { type: "Magic" }), /pre_tokenizer/],
  ["a step of the wrong kind", withPart("normalizer", "NFC"), /normalizer/],
  [
    "a sequence in a sequence",
    withPart("normalizer", { type: "Sequence", normalizers: [{ type: "Sequence", normalizers: [] }] }),
    /normalizer/,
  ],
  [
    "endless steps",
    withPart("pre_tokenizer", {
      type: "Sequence",
      pretokenizers: Array.from({ length: 99 }, () => ({ type: "Punctuation" })),
    }),
    /pre_tokenizer/,
  ],
  [
    "bytes of bytes",
    withPart("pre_tokenizer", {
      type: "Sequence",
      pretokenizers: [bpe["pre_tokenizer"], bpe["pre_tokenizer"]],
    }),
    /changes the text/,
  ],
  ["text that grows", replacing("aaaa", 8), /about as long/],
  ["text that explodes", replacing("a".repeat(5000), 1), /normalizer/],
  ["a pattern that takes for ever", split({ Regex: "(a+)+$" }), /well-known tokenizer/],
  ["a pattern of another kind", split({ Lua: "%a+" }), /well-known tokenizer/],
  ["a pattern with a typing error", split({ Regex: "[a" }), /well-known tokenizer/],
  ["a property that nobody knows", split({ Regex: "\\p{Nobody}+" }), /cannot be used/],
  [
    "a split that the library does otherwise",
    withPart("pre_tokenizer", {
      type: "Split",
      pattern: { String: " " },
      behavior: "MergedWithNext",
      invert: false,
    }),
    /pre_tokenizer/,
  ],
  [
    "a decoder that never stops",
    withPart("decoder", { type: "Strip", content: " ", start: 1e12, stop: 0 }),
    /decoder/,
  ],
];

describe.for(HOSTILE)("%s", ([, json, problem]) => {
  test("is refused with a sentence and advice", async () => {
    const error: unknown = await readTokenizer(tokenizerBytes(json as TokenizerJson)).catch(
      (caught: unknown) => caught,
    );
    expect(error).toBeInstanceOf(DataError);
    const { message, advice } = error as DataError;
    expect(message).toMatch(problem);
    expect(message).toMatch(/\.$/);
    expect(message.length).toBeLessThan(300);
    expect(advice).toMatch(/^[A-Z].*\.$/);
  });
});

describe("a file", () => {
  test("that is not JSON, or too large, is refused", async () => {
    await expect(readTokenizer(utf8("{"))).rejects.toThrow("is not JSON");
    await expect(readTokenizer(Uint8Array.of(0xff, 0xfe, 0x7b))).rejects.toThrow("is not JSON");
    await expect(readTokenizer(utf8("[".repeat(1_000_000)))).rejects.toThrow("is not JSON");
    const deep = `{"model":{},"normalizer":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
    await expect(readTokenizer(utf8(deep))).rejects.toThrow("normalizer");
    await expect(readTokenizer(new Uint8Array(TOKENIZER_BYTES + 1))).rejects.toThrow("it may have 8 MB");
  });

  test("with tokens that are called as JavaScript calls its own things works", async () => {
    const names = ["constructor", "__proto__", "toString", "prototype", "hasOwnProperty", "a", "b"];
    const vocab = `{${names.map((name, index) => `"${name}":${index}`).join(",")}}`;
    const text = JSON.stringify(
      withPart(
        "added_tokens",
        [],
        withModel({ vocab: "VOCAB", merges: [], ignore_merges: true }, withPart("pre_tokenizer", null)),
      ),
    ).replace('"VOCAB"', vocab);
    const tokenizer = await readTokenizer(utf8(text));
    expect(tokenizer.size).toBe(names.length);
    expect(names.map((name) => [...tokenizer.encode(name)])).toEqual(names.map((_, index) => [index]));
  });

  test("is found by its name or by what it holds, and only beside a text", async () => {
    const text = { name: "story.txt", bytes: utf8(STORIES) };
    const bytes = tokenizerBytes(bpe);
    expect(await findTokenizer([text])).toBeUndefined();
    expect(await findTokenizer([{ name: "settings.json", bytes }])).toBeUndefined();
    for (const name of ["tokenizer.json", "my-tokenizer.json", "vocabulary"])
      expect((await findTokenizer([text, { name, bytes }]))?.file).toBe(bytes);
    await expect(findTokenizer([{ name: "tokenizer.json", bytes }])).rejects.toThrow("only says how");
  });

  test("leaves one text, or is refused with it", async () => {
    const file = { name: "tokenizer.json", bytes: tokenizerBytes(bpe) };
    const text = { name: "story.txt", bytes: utf8(STORIES) };
    const tokenizer = await readTokenizer(file.bytes);
    expect(openDataset([file, text], { tokenizer, blockSize: 8 }).kind).toBe("text");
    expect(() => openDataset([text, text, file], { tokenizer })).toThrow("do not belong together");
  });
});

describe("a text", () => {
  test("that the tokenizer does not know is refused", async () => {
    const tokenizer = await readTokenizer(tokenizerBytes(words));
    const open = (text: string) => () => createTextDataset(text, { blockSize: 8, tokenizer });
    expect(open("שלום עולם ".repeat(100))).toThrow("knows nearly nothing");
    expect(open("")).toThrow("empty");
    expect(open("the cat")).toThrow("it has 6 tokens");
  });

  test("with characters of a later Unicode is refused, because others would cut it otherwise", async () => {
    const tokenizer = await readTokenizer(tokenizerBytes(bpe));
    const text = `${STORIES}\u0378`;
    expect(() => createTextDataset(text, { blockSize: 8, tokenizer })).toThrow("U+0378");
    // In a prompt it harms nobody.
    expect(tokenizer.decode(tokenizer.encode("a\u0378"))).toBe("a\u0378");
  });
});

describe("a pattern", () => {
  test.for([
    GPT2_PATTERN,
    QWEN2_PATTERN,
    String.raw`\s+`,
    String.raw`[^\r\n\p{L}\p{N}]?\p{L}+| ?[0-9]{1,3}`,
    " {2,}",
    "▁",
    String.raw`[\p{P}\p{S}]|\d`,
    "[^a\\]]",
  ])("%j runs in a time that the text bounds", (pattern) => expect(isSafePattern(pattern)).toBe(true));

  test.for([
    "",
    "a|",
    "(a+)+$",
    "(a|a)*b",
    String.raw`\s*[\r\n]+`,
    "a+b",
    "a+b+",
    "a?a?a?a?a?a?a?a?a",
    ".*",
    "a{0,9}b",
    "a{1000,}",
    "(?=a)",
    String.raw`(a)\1`,
    "[a&&b]",
    "[[:alpha:]]",
    "a++",
    "x".repeat(501),
  ])("%j is refused", (pattern) => expect(isSafePattern(pattern)).toBe(false));
});
