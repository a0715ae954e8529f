/** The language of the page: the browser's, or one that the visitor chose. */
import { useId, useState } from "react";
import { isLanguage, LANGUAGE_NAMES, LANGUAGES } from "../messages/language.ts";
import { say } from "../messages/say.ts";
import { browserLanguage, changeLanguage, readLanguageChoice } from "./language-choice.ts";

/** Stands for no choice. */
const BROWSER = "browser";

export function LanguageField() {
  const inputId = useId();
  const [choice, setChoice] = useState(readLanguageChoice);
  const [hasFailed, setHasFailed] = useState(false);
  const choose = async (value: string) => {
    const next = isLanguage(value) ? value : null;
    try {
      await changeLanguage(next);
      setChoice(next);
      setHasFailed(false);
    } catch {
      setHasFailed(true);
    }
  };
  return (
    <div className="field">
      <label htmlFor={inputId}>{say("settings.language")}</label>
      <select
        id={inputId}
        value={choice ?? BROWSER}
        data-testid="language"
        onChange={({ currentTarget }) => void choose(currentTarget.value)}
      >
        <option value={BROWSER}>
          {say("settings.language.browser", { language: LANGUAGE_NAMES[browserLanguage()] })}
        </option>
        {LANGUAGES.map((language) => (
          <option key={language} value={language} lang={language}>
            {LANGUAGE_NAMES[language]}
          </option>
        ))}
      </select>
      <p className="note" role="status">
        {hasFailed && say("settings.language.missing")}
      </p>
    </div>
  );
}
