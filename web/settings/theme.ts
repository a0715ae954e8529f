/** Light, dark, or as the system has it. Set before the first paint by public/before-paint.js, which reads the same key. */
const THEME_KEY = "tabloom.theme";

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

export function readTheme(): Theme {
  const shown = document.documentElement.dataset["theme"];
  return THEMES.find((theme) => theme === shown) ?? "system";
}

export function changeTheme(theme: Theme): void {
  const { dataset } = document.documentElement;
  if (theme === "system") delete dataset["theme"];
  else dataset["theme"] = theme;
  try {
    if (theme === "system") localStorage.removeItem(THEME_KEY);
    else localStorage.setItem(THEME_KEY, theme);
  } catch {
    // Blocked: it lasts as long as the page.
  }
}
