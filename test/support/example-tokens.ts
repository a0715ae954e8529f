/**
 * A text of several scripts as the tokens of several tokenizers. Every peer must compute the same: other hashes mean that the library, or how texts are cut into
 * pieces, has changed, and projects with a tokenizer.json could no longer be replayed.
 */
import { hashOf } from "../../shared/core/hash.ts";
import { generateStories } from "../../shared/data/stories.ts";
import { tokenizeCorpus } from "../../shared/data/tokenize.ts";
import { readTokenizer } from "../../shared/data/tokenizer.ts";
import {
  cutAsQwen,
  tokenizerBytes,
  type TokenizerJson,
  trainByteLevelBpe,
  unigrams,
  wordPieces,
} from "./tiny-tokenizer.ts";

const STORIES = generateStories({ characterCount: 40_000 });
const SCRIPTS =
  "Grüße, ÉCOLE e\u0301 ﬁ Å İ ς; 漢字かな交じり文。 한국어 עברית العربية हिन्दी ไทย 😀👍🏽 ½ ² ٣ ⅷ — “don't” \u00a0\u2003\r\n\t12345.\n";

/** Ends far behind the first piece, and has a piece without a space. */
const TEXT = `${STORIES}${SCRIPTS.repeat(200)}${"漢字".repeat(10_000)}`;

/** SHA-256 of the token numbers, two bytes each, little-endian. */
export const EXAMPLE_HASHES = {
  bpe: "79d9b4a9c9d3852f7a5cb165c52f676d76e25c4723f1f20f81a56172ed014cdc",
  qwen: "6d0d6e13020bac13b140405e33a5d71cacb28039b34ecb0771fb1ddd06978170",
  pieces: "7ab66cc8f2e842cd03df6362f51a6c65066c73f56001979971b83578146b5d1f",
  unigrams: "c9250c3dfeb2216519c5f43bb674b62fee0c5bcc2afa5d04559a4a4de2c6f3af",
} as const;

export async function exampleHashes(): Promise<Readonly<Record<string, string>>> {
  const bpe = trainByteLevelBpe(STORIES);
  const files: Readonly<Record<keyof typeof EXAMPLE_HASHES, TokenizerJson>> = {
    bpe,
    qwen: cutAsQwen(bpe),
    pieces: wordPieces(STORIES),
    unigrams: unigrams(STORIES),
  };
  const hashes: Record<string, string> = {};
  for (const [name, json] of Object.entries(files)) {
    const tokenizer = await readTokenizer(tokenizerBytes(json));
    hashes[name] = hashOf(tokenizeCorpus(new TextEncoder().encode(TEXT), tokenizer));
  }
  return hashes;
}
