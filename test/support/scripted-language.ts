/** Another language on a scripted page, as the settings change it: at once, without loading the page again. */
import type { Page } from "playwright-core";

/** @param language one of the page's, or "pseudo" */
export const speak = (page: Page, language: string): Promise<void> =>
  page.evaluate((code) => {
    const scripted = globalThis as unknown as { readonly speak: (language: string) => Promise<void> };
    return scripted.speak(code);
  }, language);
