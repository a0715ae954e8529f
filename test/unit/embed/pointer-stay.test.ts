/** Whether the mouse came to the frame, or the frame to the mouse. */
import { beforeEach, expect, test } from "vitest";
import { PointerStay } from "../../../web/embed/frame/pointer-stay.ts";

let nowMs = 0;
let stay: PointerStay;

beforeEach(() => {
  nowMs = 1_000;
  stay = new PointerStay(() => nowMs);
});

const at = (clientX: number, clientY: number, frameX = 100) => ({
  clientX,
  clientY,
  screenX: frameX + clientX,
  screenY: clientY,
});

test("the mouse has stayed since it came, however it moves", () => {
  expect(stay.lengthMs).toBe(0);
  stay.note(at(0, 0));
  nowMs += 300;
  stay.note(at(50, 20));
  nowMs += 300;
  expect(stay.lengthMs).toBe(600);
});

test("it comes anew after it has left", () => {
  stay.note(at(0, 0));
  nowMs += 5_000;
  stay.leave();
  expect(stay.lengthMs).toBe(0);
  stay.note(at(50, 20));
  expect(stay.lengthMs).toBe(0);
});

test("a frame that moves under a mouse that rests begins anew", () => {
  stay.note(at(10, 20));
  nowMs += 5_000;
  stay.note(at(60, 20, 50)); // the same place on the screen
  expect(stay.lengthMs).toBe(0);
  nowMs += 10;
  stay.note(at(60, 20, 50));
  expect(stay.lengthMs).toBe(10);
});
