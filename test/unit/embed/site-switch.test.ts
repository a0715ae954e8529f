/** The operator's switch, read with care: what is not understood lets nothing start. */
import { expect, test } from "vitest";
import { parseSiteSwitch } from "../../../web/embed/frame/site-switch.ts";

test("is on", () => {
  expect(parseSiteSwitch({ v: 1, off: null })).toEqual({ kind: "on" });
});

test("is off, with a reason that is cut where no frame could show it", () => {
  expect(parseSiteSwitch({ v: 1, off: "It hides the widget." })).toEqual({
    kind: "off",
    reason: "It hides the widget.",
  });
  expect(parseSiteSwitch({ v: 1, off: "" })).toEqual({ kind: "off", reason: "" });
  expect(parseSiteSwitch({ v: 1, off: "x".repeat(100_000) })).toEqual({
    kind: "off",
    reason: "x".repeat(200),
  });
});

test.each([
  undefined,
  null,
  0,
  "on",
  true,
  [],
  {},
  { off: null },
  { v: 1 },
  { v: "1", off: null },
  { v: 2, off: null },
  { v: 1, off: false },
  { v: 1, off: 0 },
  { v: 1, off: {} },
  { v: 1, off: ["reason"] },
  [1, null],
])("is unknown: %j", (answer) => {
  expect(parseSiteSwitch(answer)).toEqual({ kind: "unknown" });
});
