/** How the page looks, and which language it speaks. */
import { Part } from "../components/part.tsx";
import { say } from "../messages/say.ts";
import { LanguageField } from "./language-field.tsx";
import { ThemeChoice } from "./theme-choice.tsx";

export const LookSection = () => (
  <Part className="settings-part" title={say("settings.look")} testId="settings-look">
    <ThemeChoice />
    <LanguageField />
  </Part>
);
