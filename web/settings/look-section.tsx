/** How the page looks, and which language it speaks. */
import { say } from "../messages/say.ts";
import { LanguageField } from "./language-field.tsx";
import { SettingsPart } from "./settings-part.tsx";
import { ThemeChoice } from "./theme-choice.tsx";

export const LookSection = () => (
  <SettingsPart title={say("settings.look")} testId="settings-look">
    <ThemeChoice />
    <LanguageField />
  </SettingsPart>
);
