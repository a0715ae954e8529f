/** Somebody on a host's page who handles the widget there, with a computer whose battery, network and visibility a test can change. */
import type { BrowserContext, Frame, Page } from "playwright-core";
import { type EmbedHost, widgetFrame } from "./embed-host.ts";
import { emulateDevice, type Emulated, tell } from "./emulated-device.ts";
import { holdClocks, moveClock, waitUntilSeen } from "./embed-watch.ts";

/** Longer than anything has to be looked at before it can be clicked on. */
const LONG_MS = 60_000;
/** Longer than the mouse has to be over it. */
const STAY_MS = 1_000;

/** Room for ten widgets. CSS pixels. */
export const VISIT_VIEWPORT = { width: 900, height: 1400 };

export class EmbedVisit {
  readonly page: Page;
  readonly frame: Frame;

  private constructor(page: Page, frame: Frame) {
    this.page = page;
    this.frame = frame;
  }

  /** A page with a widget that was looked at for long. @param context for this visit alone */
  static async open(context: BrowserContext, host: EmbedHost, markup: string): Promise<EmbedVisit> {
    await holdClocks(context);
    await context.addInitScript(emulateDevice);
    await context.addInitScript(() => Reflect.deleteProperty(globalThis, "PressureObserver")); // other tests make it
    const page = await context.newPage();
    await page.goto(host.put({ markup }));
    const frame = await widgetFrame(page);
    await waitUntilSeen(frame);
    await moveClock(frame, LONG_MS);
    return new EmbedVisit(page, frame);
  }

  /** Says yes: the small button asks twice. @param onSecondStep before the second yes */
  async agree(onSecondStep?: () => Promise<unknown>): Promise<void> {
    await pressStart(this.frame);
    const no = this.frame.getByRole("button", { name: "No thanks" });
    const begun = this.frame.locator("section[data-state]");
    await no.or(begun).waitFor();
    if (!(await no.isVisible())) return;
    await onSecondStep?.();
    await pressStart(this.frame);
  }

  /** Until it has trained a little. */
  async waitForSteps(): Promise<void> {
    await this.frame
      .locator("section[data-state=training]")
      .getByText(/steps:\s[1-9]/)
      .waitFor();
  }

  /** Changes what the frame's browser tells it of the computer. */
  tell(target: Emulated, values: object): Promise<void> {
    return tell(this.frame, target, values);
  }
}

/** Presses what begins it, after a while over it. */
export async function pressStart(frame: Frame): Promise<void> {
  const button = frame.locator("button.main");
  await button.hover();
  await moveClock(frame, STAY_MS);
  await button.click();
}
