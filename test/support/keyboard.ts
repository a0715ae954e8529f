/** A page by the keyboard alone. */
import type { Page } from "playwright-core";

/** More than anything on a page is away. */
const MOST_PRESSES = 60;

/** Goes on with Tab until something has the focus. */
export async function tabTo(page: Page, testId: string): Promise<void> {
  const focusedId = () => page.evaluate(() => (document.activeElement as HTMLElement).dataset["testid"]);
  await page.getByTestId(testId).first().waitFor({ state: "attached" });
  for (let presses = 0; (await focusedId()) !== testId; presses++) {
    if (presses > MOST_PRESSES) throw new Error(`Tab does not reach ${testId}`);
    await page.keyboard.press("Tab");
  }
}
