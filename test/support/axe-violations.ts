/** What axe-core finds on a page, and what it cannot: whether one has to scroll sideways. */
import type Axe from "axe-core";
import type { Page } from "playwright-core";

/** WCAG 2.2 AA, and good practice. */
export const ALL_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
export const COLOR_RULES = ["color-contrast", "link-in-text-block"];

export interface Look {
  /** CSS pixels. */
  readonly width: number;
  readonly colorScheme: "light" | "dark";
  /** The system's own colours replace the page's. */
  readonly hasForcedColors?: boolean;
  readonly rules: readonly string[];
}

/** What is wrong in any look, a line each. @param page with axe-core in it @param state for the lines */
export async function violations(page: Page, state: string, looks: readonly Look[]): Promise<string[]> {
  await page.evaluate(() => {
    // Of a long list the first few: the others would say the same.
    for (const details of [...document.querySelectorAll("details")].slice(0, 12)) details.open = true;
    // Radio buttons lie over their words, and axe judges no text under something else.
    for (const radio of document.querySelectorAll<HTMLElement>(".segment input"))
      radio.style.clipPath = "inset(50%)";
    // The own row of the leaderboard lies over others until one scrolls; their buttons would seem cut.
    for (const cell of document.querySelectorAll<HTMLElement>("tr[data-own=true] > *"))
      cell.style.position = "static";
  });
  const lines: string[] = [];
  for (const { width, colorScheme, hasForcedColors = false, rules } of looks) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme, forcedColors: hasForcedColors ? "active" : "none" });
    const found = await page.evaluate(
      async (runOnly) => {
        const { axe } = globalThis as unknown as { readonly axe: typeof Axe };
        // What is right need not be described, which takes a third of the time.
        const { violations } = await axe.run({ runOnly, resultTypes: ["violations"] });
        return violations.flatMap(({ id, help, nodes }) =>
          nodes.map(({ target, html }) => `${id} (${help}): ${target.join(" ")} ${html}`),
        );
      },
      [...rules],
    );
    lines.push(
      ...found.map(
        (what) => `${state}, ${hasForcedColors ? "forced colours" : colorScheme}, ${width} px: ${what}`,
      ),
    );
  }
  await page.emulateMedia({ forcedColors: "none" });
  await page.setViewportSize({ width: 320, height: 900 }); // as wide as 1280 px that are enlarged four times
  const pageWidth = await page.evaluate(() => document.documentElement.scrollWidth);
  if (pageWidth > 320) lines.push(`${state}, 320 px: scrolls sideways, because it is ${pageWidth} px wide`);
  return lines;
}
