/** Which of somebody's files is a tokenizer.json: by its name, or because it holds what only such files hold. */
import { DataError } from "./data-error.ts";
import type { DataFile } from "./detect.ts";
import { isTokenizerName } from "./tokenizer-name.ts";
import { readTokenizer, TOKENIZER_BYTES, type Tokenizer } from "./tokenizer.ts";

const OPENING_BRACE = 0x7b;

/**
 * For `openDataset`, which leaves the file out of the data.
 * @returns undefined when no file is one; then nothing is loaded
 * @throws DataError when it does not work here, or has no text beside it
 */
export async function findTokenizer(files: readonly DataFile[]): Promise<Tokenizer | undefined> {
  const file = files.find(isTokenizer);
  if (file === undefined) return undefined;
  if (files.length === 1) throw new DataError("tokenizer-alone");
  return readTokenizer(file.bytes);
}

/** A text that only talks of tokenizers is read as text: it does not begin with a brace. */
function isTokenizer({ name, bytes }: DataFile, _: number, files: readonly DataFile[]): boolean {
  if (isTokenizerName(name)) return true;
  if (files.length === 1 || bytes.length > TOKENIZER_BYTES || bytes[0] !== OPENING_BRACE) return false;
  const text = new TextDecoder().decode(bytes);
  return text.includes('"pre_tokenizer"') && text.includes('"model"');
}
