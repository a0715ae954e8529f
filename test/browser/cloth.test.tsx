/** The cloth on a real canvas: ten thousand rows, the colours of known threads, the keyboard, new rows, the icon of the tab. */
import { createRoot, type Root } from "react-dom/client";
import { flushSync } from "react-dom";
import { afterEach, describe, expect, test, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { Cloth } from "../../web/cloth/cloth.tsx";
import { openClothFavicon } from "../../web/cloth/cloth-favicon.ts";
import { layRow, weaveFor, widthsOf } from "../../web/cloth/cloth-layout.ts";
import type { ClothRow, ClothThread } from "../../web/cloth/cloth-row.ts";
import { clothSvg } from "../../web/cloth/cloth-svg.ts";
import { svgToPng } from "../../web/ledger/svg-to-png.ts";
import { exampleRows } from "../support/cloth-rows.ts";
import "../../web/styles/page.css";

const ROWS = exampleRows(10_000, 9);

let root: Root | null = null;
let home: HTMLElement | null = null;
afterEach(() => {
  root?.unmount();
  home?.remove();
  document.documentElement.dir = "ltr";
});

/** As it is seen first. @returns a function that shows other rows in the same place */
async function open(rows: readonly ClothRow[], onOpen?: (row: ClothRow) => void) {
  home = document.createElement("div");
  home.style.inlineSize = "800px";
  document.body.append(home);
  root = createRoot(home);
  const show = (next: readonly ClothRow[]) =>
    flushSync(() => root?.render(onOpen ? <Cloth rows={next} onOpen={onOpen} /> : <Cloth rows={next} />));
  show(rows);
  await expect.poll(() => canvases().length).toBeGreaterThan(0);
  return show;
}

const view = () => home!.querySelector<HTMLElement>('[data-testid="cloth-view"]')!;
const canvases = () => [...home!.querySelectorAll("canvas")];
const readout = () => home!.querySelector('[data-testid="cloth-readout"]')!.textContent;
const option = () => home!.querySelector('[role="option"]')!.getAttribute("aria-label");

/** The mean colour of a thread on white. */
function colorOf(rows: readonly ClothRow[], index: number, thread: ClothThread) {
  const weave = weaveFor(rows.length, devicePixelRatio);
  const size = weave.rowHeight / devicePixelRatio;
  const canvas = canvases().find((each) => {
    const top = Number.parseFloat(each.style.insetBlockStart);
    return top <= index * size && index * size < top + Number.parseFloat(each.style.blockSize);
  })!;
  const band = layRow(rows[index]!, widthsOf(canvas.width, devicePixelRatio).cloth).find(
    (each) => each.thread === thread,
  )!;
  const isRtl = document.documentElement.dir === "rtl";
  const x = isRtl ? canvas.width - band.start - band.size + 1 : band.start;
  const y = (index % weave.tileRows) * weave.rowHeight;
  const { data } = canvas.getContext("2d")!.getImageData(x, y, band.size - 1, weave.rowHeight);
  const sums = [0, 0, 0];
  for (let at = 0; at < data.length; at += 4) {
    const opacity = data[at + 3]! / 255;
    for (const channel of [0, 1, 2]) sums[channel]! += data[at + channel]! * opacity + 255 * (1 - opacity);
  }
  return sums.map((sum) => (sum * 4) / data.length);
}

/** Strongest minus weakest channel. */
const saturation = (color: readonly number[]) => Math.max(...color) - Math.min(...color);

describe("ten thousand rows", () => {
  test("are drawn with a few canvases, at the newest row first", async () => {
    await open(ROWS);
    expect(view().scrollTop + view().clientHeight).toBe(view().scrollHeight);
    expect(view().scrollHeight).toBeGreaterThan(59_000);
    expect(readout()).toContain("Round 10,000");
    expect(canvases().length).toBeLessThanOrEqual(4);
  });

  test("are drawn wherever somebody scrolls to, with the same canvases", async () => {
    await open(ROWS);
    for (const index of [10, 5000, 7777]) {
      view().scrollTop = index * (weaveFor(ROWS.length, devicePixelRatio).rowHeight / devicePixelRatio);
      const own = ROWS[index]!.threads.find(({ isOwn }) => isOwn)!;
      await expect.poll(() => saturation(colorOf(ROWS, index, own))).toBeGreaterThan(70);
      expect(canvases().length).toBeLessThanOrEqual(4);
    }
  });

  test("have strong own threads, soft ones of others, and gaps for what was rejected", async () => {
    await open(ROWS);
    const index = ROWS.findIndex(
      ({ threads, round }) => round > 100 && threads.some(({ state }) => state === "rejected"),
    );
    view().scrollTop = index * (weaveFor(ROWS.length, devicePixelRatio).rowHeight / devicePixelRatio);
    const { threads } = ROWS[index]!;
    const own = threads.find(({ isOwn }) => isOwn)!;
    await expect.poll(() => saturation(colorOf(ROWS, index, own))).toBeGreaterThan(70);
    for (const thread of threads) {
      const strength = saturation(colorOf(ROWS, index, thread));
      if (thread.state === "rejected") expect(strength).toBeLessThan(12);
      else if (!thread.isOwn) expect(strength).toBeGreaterThan(20);
      if (!thread.isOwn) expect(strength).toBeLessThan(70);
    }
  });
});

test("from right to left the threads lie the other way round", async () => {
  document.documentElement.dir = "rtl";
  const rows = exampleRows(3, 5);
  await open(rows);
  const { threads } = rows[1]!;
  const strengths = threads.map((thread) => saturation(colorOf(rows, 1, thread)));
  const own = threads.findIndex(({ isOwn }) => isOwn);
  expect(own).not.toBe((threads.length - 1) / 2); // or it would be there from left to right as well
  expect(strengths.indexOf(Math.max(...strengths))).toBe(own);
});

test("work that is not audited lies more loosely than audited work", async () => {
  const pending = exampleRows(3, 5);
  const audited = pending.map((row) => ({
    ...row,
    threads: row.threads.map((thread) => ({ ...thread, state: "audited" as const })),
  }));
  const [loose] = pending[1]!.threads;
  expect(loose?.state).toBe("pending");
  const show = await open(pending);
  const before = saturation(colorOf(pending, 1, loose!));
  show(audited);
  expect(saturation(colorOf(audited, 1, audited[1]!.threads[0]!))).toBeGreaterThan(before * 1.3);
});

test("keys lead from row to row, say what each is, keep it in view, and open it", async () => {
  const onOpen = vi.fn<(row: ClothRow) => void>();
  await open(ROWS, onOpen);
  view().focus();
  await userEvent.keyboard("{ArrowUp}{ArrowUp}");
  expect(option()).toMatch(/^Round 9,998, loss [\d.]+\. /);
  await userEvent.keyboard("{Enter}");
  expect(onOpen.mock.lastCall?.[0].round).toBe(9998);
  await userEvent.keyboard("{Home}");
  expect(readout()).toContain("Round 1");
  expect(view().scrollTop).toBe(0);
  await userEvent.keyboard("{PageDown}{ArrowDown}");
  const round = onOpen.mock.calls.length;
  await userEvent.keyboard("{Enter}");
  expect(onOpen.mock.calls[round]?.[0].round).toBeGreaterThan(20);
  const box = home!.querySelector(".cloth-cursor")!.getBoundingClientRect();
  const frame = view().getBoundingClientRect();
  expect(box.top).toBeGreaterThanOrEqual(frame.top - 1);
  expect(box.bottom).toBeLessThanOrEqual(frame.bottom + 1);
  await userEvent.keyboard("{End}");
  expect(option()).toContain("Round 10,000");
});

test("a click on a row opens it; a tap reads it out, and what is read out opens it", async () => {
  const onOpen = vi.fn<(row: ClothRow) => void>();
  await open(exampleRows(40, 5), onOpen);
  const place = { x: 40, y: 40 };
  await userEvent.click(view(), { position: place });
  expect(onOpen.mock.calls[0]![0].round).toBeLessThan(40);
  await userEvent.unhover(view());
  await expect.poll(readout).toContain("Round 40");

  const { left, top } = view().getBoundingClientRect();
  const at = { clientX: left + place.x, clientY: top + place.y, bubbles: true };
  for (const name of ["pointerdown", "pointermove", "pointerup", "pointerout"])
    view().dispatchEvent(new PointerEvent(name, { ...at, pointerType: "touch" }));
  view().dispatchEvent(new MouseEvent("click", at));
  await expect.poll(readout).not.toContain("Round 40");
  expect(onOpen).toHaveBeenCalledTimes(1);
  await userEvent.click(home!.querySelector('[data-testid="cloth-open"]')!);
  expect(readout()).toContain(`Round ${onOpen.mock.lastCall?.[0].round}`);
  expect(onOpen).toHaveBeenCalledTimes(2);
});

test("a click opens the row under the pointer, also when the pointer has only just come there", async () => {
  const onOpen = vi.fn<(row: ClothRow) => void>();
  await open(exampleRows(40, 5), onOpen);
  const { left, top } = view().getBoundingClientRect();
  const at = (y: number) => ({ clientX: left + 40, clientY: top + y, bubbles: true, detail: 1 });
  const move = (y: number) => view().dispatchEvent(new PointerEvent("pointermove", at(y)));
  move(20);
  await expect.poll(readout).not.toContain("Round 40");
  const before = readout();
  move(200);
  view().dispatchEvent(new MouseEvent("click", at(200)));
  await expect.poll(readout).not.toBe(before);
  expect(readout()).toContain(`Round ${onOpen.mock.lastCall?.[0].round}`);
});

test("a new row is followed at the end, and moves nothing for somebody who looks at older ones", async () => {
  const show = await open(ROWS.slice(0, 9000));
  show(ROWS.slice(0, 9001));
  expect(view().scrollTop + view().clientHeight).toBe(view().scrollHeight);
  await expect.poll(() => canvases().length).toBeLessThanOrEqual(4); // it has come to rest
  view().scrollTop = 20_001;
  show(ROWS.slice(0, 9002));
  expect(view().scrollTop).toBe(20_001);
  // Older pages come before the others.
  show(ROWS.slice(4000, 9002));
  const height = view().scrollHeight;
  view().scrollTop = 600;
  show(ROWS.slice(3000, 9002));
  expect(view().scrollHeight - height).toBe(6000);
  expect(view().scrollTop).toBe(6600);
});

test("the table says the same, page by page", async () => {
  await open(ROWS);
  await userEvent.click(home!.querySelector("summary")!);
  const table = () => home!.querySelector('[data-testid="cloth-table"]')!;
  await expect.poll(() => table().querySelectorAll("tbody tr")).toHaveLength(20);
  expect(table().querySelector("tbody th")?.textContent).toBe("10,000");
  await userEvent.click([...home!.querySelectorAll("button")].find((b) => b.textContent === "Older")!);
  expect(table().querySelector("tbody th")?.textContent).toBe("9,980");
});

test("an empty cloth is bare warp and a sentence", async () => {
  await open([]);
  expect(home?.textContent).toContain("The first round weaves the first row.");
  expect(home?.querySelector('[role="listbox"]')).toBeNull();
  expect(canvases().length).toBeGreaterThan(0);
});

test("the picture of ten thousand rows is made", async () => {
  const picture = await svgToPng(clothSvg(ROWS, "Cloth"));
  const { width, height } = await createImageBitmap(picture);
  expect([width, height]).toEqual([2400, 16_000]);
});

test("the icon of the tab is woven while it trains, and is the old one afterwards", () => {
  const old = document.createElement("link");
  Object.assign(old, { rel: "icon", href: "favicon.svg" });
  document.head.append(old);
  const icons = () => [...document.querySelectorAll<HTMLLinkElement>('link[rel~="icon"]')];
  const before = icons();
  const favicon = openClothFavicon(document);
  favicon.show([]);
  expect(icons()).toEqual(before);
  favicon.show(ROWS);
  expect(icons()).toHaveLength(1);
  const [first] = icons().map(({ href }) => href);
  expect(first).toMatch(/^data:image\/png/);
  favicon.show(ROWS.slice(0, 5000));
  expect(icons()[0]?.href).not.toBe(first);
  favicon.close();
  expect(icons()).toEqual(before);
  old.remove();
});
