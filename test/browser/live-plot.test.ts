/** The loss curve on its canvas: it follows the theme at once, also while no data arrives. */
import { afterEach, beforeEach, expect, test } from "vitest";
import type { LivePlot } from "../../web/chart/live-plot.ts";
import type { LossColumns } from "../../web/chart/loss-columns.ts";
import { createLossPlot } from "../../web/chart/loss-plot.ts";

const GRID = { light: "rgb(250, 0, 0)", dark: "rgb(0, 0, 250)" } as const;

let place: HTMLElement;
let plot: LivePlot<LossColumns>;

beforeEach(() => {
  place = document.createElement("div");
  place.style.cssText = `inline-size: 300px; block-size: 200px; color: light-dark(${GRID.light}, ${GRID.dark})`;
  document.documentElement.style.colorScheme = "light";
  document.body.append(place);
  const color = () => getComputedStyle(place).color;
  plot = createLossPlot(
    place,
    () => ({ axis: color(), grid: color(), training: color(), smoothed: color(), heldOut: color() }),
    () => undefined,
  );
});

afterEach(() => {
  plot.close();
  place.remove();
  document.documentElement.style.removeProperty("color-scheme");
});

test("draws in the colours of another theme as soon as it is chosen, without new data", async () => {
  await expect.poll(isDrawnIn(GRID.light)).toBe(true);
  document.documentElement.style.colorScheme = "dark";
  await expect.poll(isDrawnIn(GRID.dark)).toBe(true);
  expect(isDrawnIn(GRID.light)()).toBe(false);
});

test("draws in the colours of now whatever makes it draw", async () => {
  await expect.poll(isDrawnIn(GRID.light)).toBe(true);
  place.style.color = GRID.dark; // nothing tells of that
  place.style.inlineSize = "400px";
  await expect.poll(isDrawnIn(GRID.dark)).toBe(true);
});

/** Whether the canvas has points of that colour: lines of the grid are wide enough for it. */
const isDrawnIn = (color: string) => (): boolean => {
  const canvas = place.querySelector("canvas")!;
  const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
  const wanted = color.match(/\d+/g)!.map(Number);
  for (let at = 0; at < data.length; at += 4)
    if (data[at + 3] === 255 && wanted.every((value, part) => data[at + part] === value)) return true;
  return false;
};
