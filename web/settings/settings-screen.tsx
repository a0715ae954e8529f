/** What the visitor can choose about the page itself. Each choice takes effect at once. */
import "../messages/english-of-screens.ts";
import "../styles/forms.css";
import "../styles/settings.css";
import { useId, useState } from "react";
import { Segments } from "../components/segments.tsx";
import { isLanguage, LANGUAGE_NAMES, LANGUAGES } from "../messages/language.ts";
import { say } from "../messages/say.ts";
import { browserLanguage, changeLanguage, readLanguageChoice } from "./language-choice.ts";
import { changeTheme, readTheme, THEMES } from "./theme.ts";

export const SettingsScreen = () => (
  <div className="run">
    <section className="settings" aria-labelledby="look-heading">
      <h3 id="look-heading">{say("settings.look")}</h3>
      <ThemeChoice />
      <LanguageChoice />
    </section>
  </div>
);

function ThemeChoice() {
  const [theme, setTheme] = useState(readTheme);
  const choose = (next: typeof theme) => {
    changeTheme(next);
    setTheme(next);
  };
  return (
    <Segments
      legend={say("settings.theme")}
      nameOf={(each) => say(`settings.theme.${each}`)}
      options={THEMES}
      chosen={theme}
      onChange={choose}
      testId="theme"
    />
  );
}

/** Stands for no choice. */
const BROWSER = "browser";

function LanguageChoice() {
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
