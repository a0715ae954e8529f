/**
 * Vocabularies of ours as `tokenizer.json`, which all of Hugging Face's tokenizers read. Both are byte-pair encodings without a single pair: every character, or every
 * byte, is a token. Source of the format: huggingface.co/docs/tokenizers.
 */
import type { TextPreparation } from "./preparation.ts";

const BYTE_COUNT = 256;
/** Of a character class, in JavaScript's regular expressions and in Oniguruma's alike. */
const SPECIAL = /[\\\]^[-]/;

/** The file as data. */
export function tokenizerOf(text: Exclude<TextPreparation, { readonly vocabulary: "tokenizer" }>): unknown {
  return { ...(text.vocabulary === "bytes" ? byteTokenizer() : characterTokenizer(text.characters)) };
}

function characterTokenizer(characters: readonly string[]) {
  const known = characters.map((character) => (SPECIAL.test(character) ? `\\${character}` : character));
  return tokenizer(characters, {
    // What the model has no token for is left out, as in training.
    normalizer: { type: "Replace", pattern: { Regex: `[^${known.join("")}]` }, content: "" },
    pre_tokenizer: null,
    decoder: { type: "Fuse" },
  });
}

function byteTokenizer() {
  const byteLevel = { type: "ByteLevel", add_prefix_space: false, trim_offsets: false, use_regex: false };
  return tokenizer(byteCharacters(), { normalizer: null, pre_tokenizer: byteLevel, decoder: byteLevel });
}

/**
 * GPT-2's visible character for every byte: printable ones of Latin-1 stand for themselves, the others for U+0100 and after, in their order.
 * Source: github.com/openai/gpt-2 src/encoder.py, `bytes_to_unicode`.
 */
function byteCharacters(): string[] {
  let moved = BYTE_COUNT;
  return Array.from({ length: BYTE_COUNT }, (_, byte) => {
    const isPrintable = (byte >= 33 && byte <= 126) || (byte >= 161 && byte !== 173);
    return String.fromCodePoint(isPrintable ? byte : moved++);
  });
}

function tokenizer(tokens: readonly string[], parts: Readonly<Record<string, unknown>>) {
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: [],
    ...parts,
    post_processor: null,
    model: {
      type: "BPE",
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab: Object.fromEntries(tokens.map((token, index) => [token, index])),
      merges: [],
    },
  };
}
