/**
 * A Hugging Face tokenizer.json as a vocabulary. Every peer encodes the text itself and must get the same tokens, so the library's version is exact in
 * package.json, and a test holds the hash of an encoded text. It is loaded only when there is such a file.
 */
import * as v from "valibot";
import { DataError } from "./data-error.ts";
import { megabytes } from "./file-limit.ts";
import { PieceCutter } from "./pieces.ts";
import { readTokenizerModel, type TokenizerAlgorithm, unusable } from "./tokenizer-model.ts";
import { tokenizerPartsSchema } from "./tokenizer-schema.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Published ones of up to 65,536 tokens have 1 to 4 MB. */
export const TOKENIZER_BYTES = 8_000_000;

export interface Tokenizer extends Vocabulary {
  readonly kind: "tokenizer";
  readonly algorithm: TokenizerAlgorithm;
  /** The token of what it does not know; null when that is left out. */
  readonly unknown: number | null;
  /** The tokens of one piece (pieces.ts). @throws DataError when the library cannot */
  encodePiece(piece: string): readonly number[];
  /** The very bytes of the file. */
  readonly file: Uint8Array;
}

/** @throws DataError when the file is not a tokenizer that works here */
export async function readTokenizer(file: Uint8Array): Promise<Tokenizer> {
  const json = parse(file);
  const parts = v.safeParse(tokenizerPartsSchema, json);
  if (!parts.success) throw unusable(problemOf(parts.issues[0]));
  const model = readTokenizerModel(json["model"], parts.output.added_tokens);
  const { Tokenizer: Library } = await import("@huggingface/tokenizers");
  const library = guarded(
    () =>
      new Library(
        // Nothing is put before or after a text here: it goes on in the next block.
        { ...parts.output, model: model.config, post_processor: null },
        { clean_up_tokenization_spaces: false },
      ),
  );
  const encodePiece = (piece: string) =>
    guarded(() => library.encode(piece, { add_special_tokens: false }).ids);
  return {
    kind: "tokenizer",
    algorithm: model.algorithm,
    size: model.size,
    unknown: model.unknown,
    file,
    encodePiece,
    encode: (text) => {
      const numbers: number[] = [];
      const cutter = new PieceCutter((piece) => {
        for (const number of encodePiece(piece)) numbers.push(number); // spread, very many overflow the stack
      });
      cutter.add(text);
      cutter.end();
      return Int32Array.from(numbers);
    },
    decode: (tokens) => {
      const known = Array.from(tokens).filter((token) => token >= 0 && token < model.size);
      return known.length === 0 ? "" : guarded(() => library.decode(known));
    },
  };
}

function parse(file: Uint8Array): Readonly<Record<string, unknown>> {
  if (file.length > TOKENIZER_BYTES) {
    throw new DataError("tokenizer-file-large", {
      size: megabytes(file.length),
      limit: megabytes(TOKENIZER_BYTES),
    });
  }
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(file));
  } catch (cause) {
    throw new DataError("tokenizer-no-json", {}, { cause });
  }
  if (typeof json !== "object" || json === null || !("model" in json))
    throw unusable("it has no model, so it is another kind of file");
  return { ...json };
}

/** What the library throws for a file that was checked is still the file's fault: an exotic property of a pattern, or a stack that overflows. */
function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw unusable(cause instanceof Error ? cause.message : "the library refuses it");
  }
}

/** Where, and what was expected there. */
function problemOf(issue: v.BaseIssue<unknown>): string {
  const place = v.getDotPath(issue);
  return place === null ? issue.message : `${place}: ${issue.message}`;
}
