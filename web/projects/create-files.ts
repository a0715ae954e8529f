/** Which of somebody's files is the text, and which the tokenizer.json beside it. */
import { isTokenizerName } from "../../shared/data/tokenizer-name.ts";
import type { CreateView } from "./create-view.ts";

/** What is learned, without a tokenizer.json. */
export const withoutTokenizer = (files: readonly File[]): readonly File[] =>
  files.filter(({ name }) => !isTokenizerName(name));

/** A tokenizer.json alone goes with the text that is there; else it comes last, because the first file gives the title. */
export function filesTogether(chosen: readonly File[], before: CreateView): readonly File[] {
  const data = withoutTokenizer(chosen);
  const tokenizers = chosen.filter((file) => !data.includes(file));
  const isAddition = chosen.length === 1 && tokenizers.length === 1 && isText(before);
  return [...(isAddition ? withoutTokenizer(before.files) : data), ...tokenizers];
}

/** A file that was chosen as a tokenizer is read as one, whatever its name. */
export const asTokenizer = (file: File): File =>
  isTokenizerName(file.name) ? file : new File([file], "tokenizer.json", { type: file.type });

export const isText = ({ look }: CreateView): boolean => look.kind === "looked" && look.data.kind === "text";
