/** A page of another site with the widget, and a visitor who donates there: a real mouse, which rests before it presses. */
import type { Frame, Page } from "playwright-core";
import type { App } from "../../support/app.ts";
import { widgetFrame } from "../../support/embed-host.ts";

/** As long as somebody takes to read it; the widget wants half a second. */
const READING_MS = 1_500;

export const widgetMarkup = (app: App): string =>
  `<script src="${app.origin}/embed/1/embed.js"></script><tabloom-donate project="tiny" lang="en"></tabloom-donate>`;

/** For pages whose widget must train: other benchmarks, and this one, make the processor's pressure. */
export const noPressure = (): boolean => Reflect.deleteProperty(globalThis, "PressureObserver");

/** @returns the widget's frame, when it has made ten steps: all that a donation loads is there */
export async function startDonating(page: Page): Promise<Frame> {
  const frame = await widgetFrame(page);
  const button = frame.locator("button.main");
  await button.hover();
  await page.waitForTimeout(READING_MS);
  await button.click();
  await frame.getByText(/steps:\s[1-9]\d/).waitFor();
  return frame;
}
