/**
 * What transformers.js wants to find beside a gpt: pipeline("text-generation", folder) then runs it. To that library it is a GPT-2 of another size.
 * Source: huggingface.co/docs/transformers.js; the fields are those of Hugging Face's GPT2Config.
 */
import { must } from "../core/assert.ts";
import type { GptSpec } from "../model/gpt.ts";
import type { ExportedFile } from "./exported-file.ts";
import { jsonFile } from "./exported-file.ts";
import type { TextPreparation } from "./preparation.ts";
import { tokenizerOf } from "./tokenizer-json.ts";

/** As the samples of a tab are drawn, unless the caller wants it otherwise. */
const SAMPLING = { do_sample: true, temperature: 0.6, top_k: 20 };

/** There is no token that ends a text, or begins one: a tokenizer may have some, but a text of training shows none of them to the model. */
const NO_SPECIAL_TOKENS = { bos_token_id: null, eos_token_id: null };

/** @param tokenizer the file that the text was opened with, which goes on as it is */
export function transformersFiles(
  spec: GptSpec,
  text: TextPreparation,
  tokenizer: Uint8Array | null,
): readonly ExportedFile[] {
  return [
    jsonFile("config.json", configOf(spec)),
    jsonFile("generation_config.json", { ...NO_SPECIAL_TOKENS, ...SAMPLING }),
    text.vocabulary === "tokenizer"
      ? { path: "tokenizer.json", bytes: must(tokenizer, "such a text was opened with a file") }
      : jsonFile("tokenizer.json", tokenizerOf(text)),
    jsonFile("tokenizer_config.json", {
      tokenizer_class: "PreTrainedTokenizerFast",
      clean_up_tokenization_spaces: false,
    }),
  ];
}

function configOf({ vocabularySize, blockSize, layerCount, headCount, width }: GptSpec) {
  return {
    model_type: "gpt2",
    architectures: ["GPT2LMHeadModel"],
    vocab_size: vocabularySize,
    n_positions: blockSize,
    n_embd: width,
    n_layer: layerCount,
    n_head: headCount,
    tie_word_embeddings: true,
    ...NO_SPECIAL_TOKENS,
    // In a browser the library would look for a quantised file.
    "transformers.js_config": { dtype: "fp32" },
  };
}
