/** What counts as seen, and which click counts as a person's yes. */
import { beforeEach, describe, expect, test } from "vitest";
import { faultOf } from "../../../web/embed/frame/consent.ts";
import {
  MIN_HEIGHT,
  MIN_WIDTH,
  SEEN_BEFORE_CLICK_MS,
  Sight,
  UNSEEN_GRACE_MS,
} from "../../../web/embed/frame/sight.ts";

let nowMs = 0;
let sight: Sight;

beforeEach(() => {
  nowMs = 1_000;
  sight = new Sight(() => nowMs);
});

describe("a click", () => {
  test("counts after all of the frame was seen for a while", () => {
    sight.note(1, true);
    expect(sight.isClickable).toBe(false);
    nowMs += SEEN_BEFORE_CLICK_MS - 1;
    expect(sight.isClickable).toBe(false);
    nowMs += 1;
    expect(sight.isClickable).toBe(true);
  });

  test("counts for nothing while the browser has said nothing", () => {
    nowMs += 60_000;
    expect(sight.isClickable).toBe(false);
  });

  test.each([
    ["in part out of the window", 0.97, true],
    ["covered", 1, false],
    ["not there", 0, true],
  ])("counts for nothing on a frame that is %s", (_name, ratio, isClear) => {
    sight.note(ratio, isClear);
    nowMs += 60_000;
    expect(sight.isClickable).toBe(false);
  });

  test("needs the whole while anew after a moment of being covered", () => {
    sight.note(1, true);
    nowMs += 60_000;
    sight.note(1, false);
    nowMs += 1;
    sight.note(1, true);
    nowMs += SEEN_BEFORE_CLICK_MS - 1;
    expect(sight.isClickable).toBe(false);
    nowMs += 1;
    expect(sight.isClickable).toBe(true);
  });

  test("need not wait anew because a whole frame is told of twice", () => {
    sight.note(0.99, true);
    nowMs += SEEN_BEFORE_CLICK_MS;
    sight.note(1, true);
    expect(sight.isClickable).toBe(true);
  });
});

describe("a frame", () => {
  test("is lost when half of it was out of sight for longer than a menu", () => {
    sight.note(1, true);
    expect(sight.isLost).toBe(false);
    sight.note(0.49, true);
    nowMs += UNSEEN_GRACE_MS - 1;
    expect([sight.isLost, sight.isSeen]).toEqual([false, false]);
    sight.note(1, false); // now it is covered instead: that is the same time
    nowMs += 1;
    expect(sight.isLost).toBe(true);
    sight.note(0.5, true);
    expect([sight.isLost, sight.isSeen]).toEqual([false, true]);
  });

  test("is lost when nobody has ever seen it", () => {
    nowMs += UNSEEN_GRACE_MS;
    expect(sight.isLost).toBe(true);
  });
});

describe("what is wrong with a click", () => {
  const place = {
    sight: { isClickable: true },
    width: MIN_WIDTH,
    height: MIN_HEIGHT,
    isWatched: true,
    settledMs: 500,
  };
  const click = { isTrusted: true };

  test("is nothing, when a person has clicked on what can be seen", () => {
    expect(faultOf(click, place)).toBeNull();
  });

  test.each([
    ["scripted", { isTrusted: false }, place],
    [
      "scripted",
      { isTrusted: false },
      { ...place, width: 0, isWatched: false, sight: { isClickable: false } },
    ],
    ["unwatched", click, { ...place, isWatched: false }],
    ["small", click, { ...place, width: MIN_WIDTH - 1 }],
    ["small", click, { ...place, height: MIN_HEIGHT - 1 }],
    ["covered", click, { ...place, sight: { isClickable: false } }],
    ["hasty", click, { ...place, settledMs: 499 }],
  ])("is that it is %s", (fault, made, where) => {
    expect(faultOf(made, where)).toBe(fault);
  });
});
