/** Light, dark, or as the system has it. */
import { useState } from "react";
import { Segments } from "../components/segments.tsx";
import { say } from "../messages/say.ts";
import { changeTheme, readTheme, THEMES } from "./theme.ts";

export function ThemeChoice() {
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
