/** The languages of the page. A further one is a line here and a file of messages beside. */
import { type Messages, showCatalog } from "./catalog.ts";

export const LANGUAGES = ["en", "de", "ar"] as const;
export type Language = (typeof LANGUAGES)[number];

/** In their own words, because who looks for theirs may not read the one that is shown. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  en: "English",
  de: "Deutsch",
  ar: "العربية",
};

export const directionOf = (language: Language): "ltr" | "rtl" => (language === "ar" ? "rtl" : "ltr");

const LOADERS: Readonly<Record<Language, () => Promise<{ readonly messages: Messages }>>> = {
  en: async () => ({ messages: {} }), // comes with the page
  de: () => import("./de.json?all"),
  ar: () => import("./ar.json?all"),
};

/** @param wanted BCP 47 tags in order of preference, as in `navigator.languages` */
export function bestLanguage(wanted: readonly string[]): Language {
  const primary = wanted.map((tag) => tag.toLowerCase().split("-")[0]);
  return primary.map((code) => LANGUAGES.find((language) => language === code)).find(isLanguage) ?? "en";
}

export const isLanguage = (text: unknown): text is Language =>
  LANGUAGES.some((language) => language === text);

/** The last one that was asked for: loading takes time, and what was asked for before must not come after it. */
let asked: Language = "en";

/** @throws when the messages cannot be loaded; then the language stays as it is */
export async function showLanguage(language: Language): Promise<void> {
  asked = language;
  const { messages } = await LOADERS[language]();
  if (asked !== language) return;
  const root = document.documentElement;
  root.lang = language;
  root.dir = directionOf(language);
  showCatalog({ locale: language, messages });
}
