/** The language that the visitor chose; without a choice it is the browser's. */
import { bestLanguage, isLanguage, type Language, showLanguage } from "../messages/language.ts";

const LANGUAGE_KEY = "tabloom.language";

/** What the browser asks for, as far as there are messages of it. */
export const browserLanguage = (): Language => bestLanguage(navigator.languages);

/** @returns null where nothing was chosen */
export function readLanguageChoice(): Language | null {
  try {
    const text = localStorage.getItem(LANGUAGE_KEY);
    return isLanguage(text) ? text : null;
  } catch {
    return null; // blocked
  }
}

/** @throws when the messages cannot be loaded; then nothing has changed */
export async function changeLanguage(choice: Language | null): Promise<void> {
  await showLanguage(choice ?? browserLanguage());
  try {
    if (choice === null) localStorage.removeItem(LANGUAGE_KEY);
    else localStorage.setItem(LANGUAGE_KEY, choice);
  } catch {
    // Blocked: it lasts as long as the page.
  }
}

/** Before the first drawing. A language that cannot be loaded leaves English. */
export async function showChosenLanguage(): Promise<void> {
  try {
    await showLanguage(readLanguageChoice() ?? browserLanguage());
  } catch {
    // The page itself is here, and it says what it can.
  }
}
