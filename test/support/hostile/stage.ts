/** Where a hostile host plays: a page with the widget, a mouse and a keyboard, and an eye on whether anything computes. */
import type { BrowserContext, Frame, Page } from "playwright-core";
import { FRAME_SANDBOX, FRAME_SIZES, type FrameSize } from "../../../shared/protocol/frame-look.ts";
import type { App } from "../app.ts";
import { draw } from "../draw.ts";
import { type EmbedHost, type HostPage, widgetFrame } from "../embed-host.ts";
import { type EmbedWatch, holdClocks, moveClock, waitUntilSeen, watchEmbeds } from "../embed-watch.ts";

/** Where the frame is in its page, from the page's corner. */
export const FRAME_AT = 40;
/** Longer than anything that the frame waits for before a press. */
const LONG_MS = 60_000;
/** What a browser draws until an observer with a delay of 100 ms has been told of everything: a quarter of a second. */
const FRAMES_UNTIL_TOLD = 15;

export type Point = readonly [x: number, y: number];

export class Stage {
  readonly page: Page;
  readonly watch: EmbedWatch;
  readonly base: string;
  readonly host: EmbedHost;
  readonly #buttons = new Map<FrameSize, Point>();

  private constructor(page: Page, watch: EmbedWatch, base: string, host: EmbedHost) {
    this.page = page;
    this.watch = watch;
    this.base = base;
    this.host = host;
  }

  /** @param script runs in every page before its own */
  static async open(app: App, host: EmbedHost, script?: { readonly content: string }): Promise<Stage> {
    const context = await app.browser.newContext({ viewport: { width: 900, height: 700 } });
    if (script) await context.addInitScript(script);
    const watch = await watchEmbeds(context);
    await holdClocks(context);
    return new Stage(await context.newPage(), watch, `${app.origin}/`, host);
  }

  get context(): BrowserContext {
    return this.page.context();
  }

  /** A plain frame, as a host may write it. */
  frameMarkup(size: FrameSize, sandbox: string | null = FRAME_SANDBOX): string {
    const { width, height } = FRAME_SIZES[size];
    const box = sandbox === null ? "" : ` sandbox="${sandbox}"`;
    const look = `<style>#w{border:0;display:block;width:${width};height:${height}px}</style>`;
    return `${look}<iframe id="w" src="${this.base}embed?size=${size}&lang=en"${box}></iframe>`;
  }

  /** In `#box` at FRAME_AT, with room for whatever comes. */
  boxMarkup(size: FrameSize): string {
    return `<style>body{margin:0}#box{position:absolute;left:${FRAME_AT}px;top:${FRAME_AT}px;width:700px}</style><div id="box">${this.frameMarkup(size)}</div><div id="disguise"></div>`;
  }

  /** @returns the widget's frame, when it shows something of its own */
  async show(page: HostPage): Promise<Frame> {
    await this.page.goto(this.host.put(page));
    return widgetFrame(this.page);
  }

  /** The middle of the button that begins, from the frame's corner, on a page that hides nothing. */
  async buttonOf(size: FrameSize): Promise<Point> {
    const known = this.#buttons.get(size);
    if (known !== undefined) return known;
    const frame = await this.show({ markup: this.boxMarkup(size) });
    await waitUntilSeen(frame);
    const point = await middleOf(frame);
    this.#buttons.set(size, point);
    return point;
  }

  /** Until the browser has drawn so often that the frame was told of all that has changed; what is not drawn is told nothing. */
  async untilTold(frame: Frame): Promise<void> {
    await this.#drawBoth(frame);
    await Promise.race([frame.evaluate(draw, 2), this.#drawBoth(frame)]);
  }

  /** Between any two drawings the frame, in its own process, has had its turn: on a busy computer it would else still be told when the page has drawn often enough. */
  async #drawBoth(frame: Frame): Promise<void> {
    for (let drawn = 0; drawn < FRAMES_UNTIL_TOLD; drawn++) {
      await this.page.evaluate(draw, 1);
      await frame.evaluate(takeTurn);
    }
  }

  /** Ends the page, with all that runs in it. */
  async leave(): Promise<void> {
    await this.page.goto("about:blank");
  }

  /** Closes windows that an attack has opened. */
  async tidy(): Promise<void> {
    for (const page of this.context.pages()) if (page !== this.page) await page.close();
  }

  /** A press at a point of the page, after a long stay there; and one on the button that takes its place, because the small one asks twice. */
  async press([x, y]: Point, frame: Frame, isPatient = true): Promise<void> {
    const [left, top] = await middleOf(frame);
    await this.#pressAt([x, y], frame, isPatient);
    const [newLeft, newTop] = await middleOf(frame);
    await this.#pressAt([x + newLeft - left, y + newTop - top], frame, isPatient);
  }

  async #pressAt(point: Point, frame: Frame, isPatient: boolean): Promise<void> {
    await this.page.mouse.move(...point);
    if (isPatient) await passTime(frame);
    await this.page.mouse.down();
    await this.page.mouse.up();
  }

  /** By keyboard alone, if that leads to the button. */
  async pressKeys(frame: Frame): Promise<void> {
    const isThere = () => frame.evaluate(() => document.activeElement?.classList.contains("main") === true);
    for (let count = 0; count < 10 && !(await isThere()); count++) await this.page.keyboard.press("Tab");
    if (!(await isThere())) return;
    for (const key of ["Enter", "Space"]) {
      await passTime(frame);
      await this.page.keyboard.press(key);
    }
  }

  close(): Promise<void> {
    return this.context.close();
  }
}

export const passTime = (frame: Frame): Promise<void> => moveClock(frame, LONG_MS);

/** Runs in a page: behind all that waits there already. */
const takeTurn = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve));

/** Of the button that begins; (0, 0) when there is none. */
export const middleOf = (frame: Frame): Promise<Point> =>
  frame.evaluate(() => {
    const box = document.querySelector("button.main")?.getBoundingClientRect();
    return box ? ([box.x + box.width / 2, box.y + box.height / 2] as const) : ([0, 0] as const);
  });
