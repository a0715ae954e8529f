/**
 * What the frame says, in one language. Its messages are a part of the page's, but plain texts with names in braces: a library for plurals would be half of
 * all that is loaded before the click.
 */
import type en from "../../messages/en.json";

export type Word = keyof typeof en.embed;
export type Say = (word: Word, values?: Readonly<Record<string, string>>) => string;

type Messages = Readonly<Partial<Record<Word, string>>>;

const LOADERS: Readonly<Record<string, () => Promise<{ readonly messages: Messages }>>> = {
  en: () => import("../../messages/en.json?embed"),
  de: () => import("../../messages/de.json?embed"),
  ar: () => import("../../messages/ar.json?embed"),
};

export interface Words {
  /** A BCP 47 tag, for Intl. */
  readonly language: string;
  readonly direction: "ltr" | "rtl";
  readonly say: Say;
}

/** @param wanted BCP 47 tags in order of preference; without one that is known, English */
export async function loadWords(wanted: readonly string[]): Promise<Words> {
  const codes = wanted.map((tag) => tag.toLowerCase().split("-")[0] ?? "");
  const language = codes.find((code) => Object.hasOwn(LOADERS, code)) ?? "en";
  const { messages } = await LOADERS[language]!();
  return {
    language,
    direction: language === "ar" ? "rtl" : "ltr",
    say: (word, values = {}) =>
      (messages[word] ?? word).replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? ""),
  };
}
