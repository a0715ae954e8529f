/** Tokenizers of Hugging Face as vocabularies: the same tokens as their own library for applications, and on every computer. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AutoTokenizer, env } from "@huggingface/transformers";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { generateStories } from "../../../shared/data/stories.ts";
import { createTextDataset } from "../../../shared/data/text.ts";
import { tokenizeCorpus } from "../../../shared/data/tokenize.ts";
import { readTokenizer } from "../../../shared/data/tokenizer.ts";
import { EXAMPLE_HASHES, exampleHashes } from "../../support/example-tokens.ts";
import {
  cutAsQwen,
  tokenizerBytes,
  type TokenizerJson,
  trainByteLevelBpe,
  unigrams,
  wordPieces,
} from "../../support/tiny-tokenizer.ts";
import { utf8 } from "./data-fixtures.ts";

const STORIES = generateStories({ characterCount: 40_000 });
const TEXTS = [
  "Once upon a time",
  " two  spaces,\n\n\tand a tab; don't you'll WE'VE 12345 3,141.59\r\n",
  "Grüße, 漢字かな, עברית, हिन्दी, 😀👍🏽, e\u0301 ﬁ Å",
  "a<|endoftext|>b [UNK] <unk> ▁ Ġ",
  STORIES.slice(0, 5000),
];

const bpe = trainByteLevelBpe(STORIES);
const FILES: Readonly<Record<string, TokenizerJson>> = {
  "byte-level BPE": bpe,
  "BPE that cuts as Qwen 2": cutAsQwen(bpe),
  "BPE of digits apart": {
    ...bpe,
    pre_tokenizer: {
      type: "Sequence",
      pretokenizers: [{ type: "Digits", individual_digits: true }, bpe["pre_tokenizer"]],
    },
  },
  WordPiece: wordPieces(STORIES),
  Unigram: unigrams(STORIES),
};

let folder: string;
/** The library takes a name with spaces for a model of the hub. */
const slug = (name: string) => name.replaceAll(" ", "-");

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tabloom-tokenizers-"));
  env.allowRemoteModels = false;
  env.localModelPath = folder;
  for (const [name, json] of Object.entries(FILES)) {
    await mkdir(join(folder, slug(name)));
    await writeFile(join(folder, slug(name), "tokenizer.json"), tokenizerBytes(json));
    const config = { tokenizer_class: "PreTrainedTokenizerFast", clean_up_tokenization_spaces: false };
    await writeFile(join(folder, slug(name), "tokenizer_config.json"), JSON.stringify(config));
  }
});

afterAll(() => rm(folder, { recursive: true }));

describe.for(Object.entries(FILES))("%s", ([name, json]) => {
  test("gives the tokens that transformers.js gives, and the same text back", async () => {
    const ours = await readTokenizer(tokenizerBytes(json));
    const theirs = await AutoTokenizer.from_pretrained(slug(name));
    for (const text of TEXTS) {
      const tokens = [...ours.encode(text)];
      expect(tokens).toEqual(theirs.encode(text, { add_special_tokens: false }));
      expect(ours.decode(tokens)).toBe(theirs.decode(tokens));
      expect(Math.max(...tokens)).toBeLessThan(ours.size);
    }
  });

  test("a long text in pieces has nearly the tokens of the whole", async () => {
    const ours = await readTokenizer(tokenizerBytes(json));
    const theirs = await AutoTokenizer.from_pretrained(slug(name));
    const tokens = tokenizeCorpus(utf8(STORIES), ours);
    expect([...ours.encode(STORIES)]).toEqual([...tokens]);
    const whole = theirs.encode(STORIES, { add_special_tokens: false });
    // Unigram puts a space before each piece; the others lose nothing.
    expect(tokens.length - whole.length).toBeLessThanOrEqual(name === "Unigram" ? 5 : 0);
    if (name !== "Unigram") expect([...tokens]).toEqual(whole);
  });

  test("numbers that are no tokens are left out", async () => {
    const ours = await readTokenizer(tokenizerBytes(json));
    const [token] = ours.encode("a");
    expect(ours.decode([-1, 1e9, token!, ours.size, Number.NaN])).toBe(ours.decode([token!]));
    expect(ours.decode([])).toBe("");
  });
});

describe("byte-level BPE", () => {
  test("gives every text back", async () => {
    const tokenizer = await readTokenizer(tokenizerBytes(bpe));
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  test("shows half a character as what cannot be read", async () => {
    const tokenizer = await readTokenizer(tokenizerBytes(bpe));
    const tokens = tokenizer.encode("a😀");
    expect(tokenizer.decode(tokens.slice(0, -1))).toBe("a\ufffd");
  });

  test("a special token in a text is one token", async () => {
    const tokenizer = await readTokenizer(tokenizerBytes(bpe));
    expect([...tokenizer.encode("<|endoftext|>")]).toEqual([tokenizer.size - 1]);
  });
});

test("every computer makes the same tokens", async () => {
  expect(await exampleHashes()).toEqual(EXAMPLE_HASHES);
});

describe("a text with a tokenizer", () => {
  test("has its tokens as samples, and says how many bytes each of them stands for", async () => {
    const tokenizer = await readTokenizer(tokenizerBytes(bpe));
    const data = createTextDataset(STORIES, { blockSize: 16, tokenizer });
    expect(data.task).toEqual({ kind: "text", vocabularySize: tokenizer.size, blockSize: 16 });
    expect(data.vocabulary).toBe("tokenizer");
    expect(data.decode(data.batch("train", [0])["tokens"]!.data)).toBe(
      tokenizer.decode(tokenizer.encode(STORIES).slice(0, 16)),
    );
    expect(data.description).toMatch(
      /^[\d,]+ tokens, \d+ different ones of the 557 that a BPE tokenizer knows; one stands for 2\.\d+ bytes$/,
    );
    expect(data.notes).toEqual([]);
  });

  test("begins after a line break, or after what the text begins with", async () => {
    const [byteLevel, words] = await Promise.all(
      [bpe, wordPieces(STORIES)].map(tokenizerBytes).map(readTokenizer),
    );
    const opening = (tokenizer = byteLevel!) =>
      createTextDataset(STORIES, { blockSize: 16, tokenizer }).opening;
    expect(byteLevel!.decode(opening())).toBe("\n");
    expect(opening(words)).toEqual([words!.encode(STORIES)[0]]);
  });
});
