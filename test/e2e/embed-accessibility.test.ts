/**
 * The widget for people who see little or use no pointer: every panel that it can show, in every size, language and colours. axe-core finds
 * nothing, and nothing is larger than the frame. Most panels are scripted; one donation in each size shows that they are those of the widget.
 */
import Axe from "axe-core";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { FRAME_SIZES, type FrameSize, WIDE_BAR } from "../../shared/protocol/frame-look.ts";
import { type App, openApp } from "../support/app.ts";
import { EmbedHost } from "../support/embed-host.ts";
import { EmbedVisit, VISIT_VIEWPORT } from "../support/embed-visit.ts";
import { openScriptedFrame, type ScriptedFrame } from "../support/open-scripted-page.ts";
import { panelFaults } from "../support/panel-faults.ts";
import { frameStates } from "../support/scripted-frame/frame-states.ts";

interface Look {
  readonly size: FrameSize;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
}

/** As large as they are, and as narrow as they are on a small phone. */
const LOOKS: readonly Look[] = [
  { size: "button", width: 240, height: FRAME_SIZES.button.height },
  { size: "bar", width: WIDE_BAR, height: FRAME_SIZES.bar.height },
  { size: "bar", width: 300, height: FRAME_SIZES.bar.narrowHeight },
  { size: "card", width: 360, height: FRAME_SIZES.card.height },
  { size: "card", width: 300, height: FRAME_SIZES.card.narrowHeight },
];
const LANGUAGES = ["en", "de", "ar"] as const;

let app: App;
let host: EmbedHost;
let scripted: ScriptedFrame;
let page: Page;

beforeAll(async () => {
  [app, host, scripted] = await Promise.all([openApp(), EmbedHost.open(), openScriptedFrame()]);
});

afterEach(() => page.context().close());

afterAll(async () => {
  await Promise.all([app.close(), host.close(), scripted.close()]);
});

describe.each(LOOKS)("a $size of $width × $height pixels", ({ size, width, height }) => {
  test.each(LANGUAGES)("is accessible, and holds all of its words, in every state: %s", async (language) => {
    page = await app.browser.newPage({ viewport: { width, height } });
    await page.addInitScript({ content: Axe.source });
    await page.goto(scripted.addressOf(size, language));
    await page.locator("section").waitFor();
    const faults: string[] = [];
    for (const state of Object.keys(frameStates(size))) {
      await page.evaluate((name) => (globalThis as unknown as Scripted).showState(name), state);
      faults.push(...(await panelFaults(page.mainFrame(), state)));
    }
    expect(faults).toEqual([]);
  });

  test("shows the words of its buttons in the system's colours", async () => {
    page = await app.browser.newPage({ viewport: { width, height }, forcedColors: "active" });
    await page.goto(scripted.addressOf(size, "en"));
    const buttons = page.locator("button");
    await buttons.first().waitFor();
    for (const button of await buttons.all()) {
      const box = await button.evaluate((element) => {
        const range = document.createRange();
        range.selectNodeContents(element);
        return range.getBoundingClientRect().toJSON() as DOMRectInit;
      });
      const { x = 0, y = 0, width: wide = 0, height: high = 0 } = box;
      const image = await page.screenshot({ clip: { x, y, width: wide, height: high } });
      expect(await countColors(image.toString("base64")), await button.innerText()).toBeGreaterThan(1);
    }
  });

  test("is accessible while it really donates", async () => {
    const context = await app.browser.newContext({ viewport: VISIT_VIEWPORT });
    const visit = await EmbedVisit.open(context, host, frameMarkup({ size, width, height }));
    ({ page } = visit);
    const { frame } = visit;
    const faults: string[] = [];
    const check = async (state: string) => faults.push(...(await panelFaults(frame, state)));
    await frame.evaluate(Axe.source);
    await check("offer");
    await visit.agree(() => check("second step"));
    await visit.waitForSteps();
    await check("training");
    await visit.tell("battery", { charging: false });
    await frame.getByText("Paused: on battery.").waitFor();
    await check("paused");
    await frame.getByRole("button", { name: "Stop" }).click();
    await frame.getByText(/Stopped\. Steps you gave/).waitFor();
    await check("stopped");
    expect(faults).toEqual([]);
  });

  test("is a link where no scripts run", async () => {
    page = await app.browser.newPage({ javaScriptEnabled: false });
    await page.goto(host.put({ markup: frameMarkup({ size, width, height }) }));
    const link = page.frameLocator("iframe").getByRole("link", { name: "Donate computing with Tabloom" });
    await link.waitFor();
    const [inner, outer] = await Promise.all([link.boundingBox(), page.locator("iframe").boundingBox()]);
    expect(inner!.x + inner!.width).toBeLessThanOrEqual(outer!.x + width);
    expect(inner!.y + inner!.height).toBeLessThanOrEqual(outer!.y + height);
  });
});

/** What main.ts of the scripted frame leaves there. */
interface Scripted {
  readonly showState: (name: string) => void;
}

const frameMarkup = ({ size, width, height }: Look) =>
  `<iframe src="${app.origin}/embed?size=${size}&lang=en&project=tiny" width="${width}" height="${height}" style="border:0"></iframe>`;

/** Of a PNG, in base 64: the page that is open decodes it. */
const countColors = (png: string): Promise<number> =>
  page.evaluate(async (encoded) => {
    const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const { width, height } = bitmap;
    const context = new OffscreenCanvas(width, height).getContext("2d")!;
    context.drawImage(bitmap, 0, 0);
    return new Set(new Uint32Array(context.getImageData(0, 0, width, height).data.buffer)).size;
  }, png);
