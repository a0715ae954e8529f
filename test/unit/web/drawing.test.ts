/** What people draw, as models read it. */
import { expect, test } from "vitest";
import { emptyDrawing, inverted, isEmpty, withLine, withSpot } from "../../../web/projects/drawing.ts";

const SIZE = { width: 28, height: 28 };
const at = (pixels: Uint8Array, x: number, y: number) => pixels[y * SIZE.width + x];

test("a spot is white in the middle, soft at its edge, and nothing further away", () => {
  const drawn = withSpot(emptyDrawing(SIZE), SIZE, { x: 10, y: 12 });
  expect(at(drawn, 10, 12)).toBe(255);
  expect(at(drawn, 11, 13)).toBeGreaterThan(0);
  expect(at(drawn, 11, 13)).toBeLessThan(255);
  expect(at(drawn, 13, 12)).toBe(0);
  expect(at(drawn, 10, 15)).toBe(0);
});

test("a spot at the border, or beyond it, stays in the picture", () => {
  for (const point of [
    { x: 0, y: 0 },
    { x: 27.4, y: 27.4 },
    { x: -0.5, y: 14 },
    { x: 400, y: -300 },
  ])
    expect(withSpot(emptyDrawing(SIZE), SIZE, point)).toHaveLength(784);
  expect(isEmpty(withSpot(emptyDrawing(SIZE), SIZE, { x: 400, y: -300 }))).toBe(true);
});

test("a line has no gaps, and what was drawn stays", () => {
  const spot = withSpot(emptyDrawing(SIZE), SIZE, { x: 3, y: 25 });
  const drawn = withLine(spot, SIZE, { x: 2, y: 2 }, { x: 25, y: 9 });
  for (let x = 2; x <= 25; x++) {
    const y = Math.round(2 + ((x - 2) * 7) / 23);
    expect(at(drawn, x, y)).toBeGreaterThan(200);
  }
  expect(at(drawn, 3, 25)).toBe(255);
  expect(isEmpty(spot)).toBe(false);
});

test("light and dark are swapped", () => {
  expect([...inverted(Uint8Array.from([0, 100, 255]))]).toEqual([255, 155, 0]);
});
