import { describe, expect, test, vi } from "vitest";
import { readFromFrame, readFromWindow } from "../../../web/claim/claim-message.ts";
import { ORIGIN } from "../../support/claim-windows.ts";
import { DEVICE, openBoth, OTHER, PLACE, RECORD, SITE, ticketFor } from "./claim-fixture.ts";

const GOOD_FROM_FRAME: readonly object[] = [
  { v: 1, type: "claim", device: DEVICE, site: SITE },
  { v: 1, type: "place", place: PLACE },
  { v: 1, type: "done", record: RECORD },
  { v: 1, type: "failed", fault: "unable" },
];
const GOOD_FROM_WINDOW: readonly object[] = [
  { v: 1, type: "ready" },
  { v: 1, type: "yes" },
  { v: 1, type: "no" },
  { v: 1, type: "ticket", ticket: ticketFor(PLACE) },
];
const GOOD = [...GOOD_FROM_FRAME, ...GOOD_FROM_WINDOW];

/** Each good message with one thing wrong. */
const BAD: readonly unknown[] = [
  null,
  undefined,
  1,
  "ready",
  [],
  {},
  new Map(),
  { type: "ready" },
  { v: 1 },
  { v: 1, type: "other" },
  { v: 1, type: "constructor" },
  ...GOOD.flatMap((message) => [
    { ...message, v: 2 },
    { ...message, v: "1" },
    { ...message, extra: 1 },
    [message],
    JSON.stringify(message),
  ]),
  { v: 1, type: "claim", device: DEVICE },
  { v: 1, type: "claim", device: DEVICE.toUpperCase(), site: SITE },
  { v: 1, type: "claim", device: [DEVICE], site: SITE },
  { v: 1, type: "claim", device: DEVICE, site: `${SITE}/` },
  { v: 1, type: "claim", device: DEVICE, site: "javascript:alert(1)" },
  { v: 1, type: "claim", device: DEVICE, site: { toString: () => SITE } },
  { v: 1, type: "place", place: { ...PLACE, seq: -1 } },
  { v: 1, type: "place", place: { ...PLACE, seq: 1.5 } },
  { v: 1, type: "place", place: { ...PLACE, prev: "" } },
  { v: 1, type: "place", place: { ...PLACE, extra: 1 } },
  { v: 1, type: "place", place: null },
  { v: 1, type: "done", record: new Uint8Array() },
  { v: 1, type: "done", record: new Uint8Array(1_901) },
  { v: 1, type: "done", record: [1, 2, 3] },
  { v: 1, type: "done", record: new ArrayBuffer(8) },
  { v: 1, type: "failed", fault: "other" },
  { v: 1, type: "failed", fault: "toString" },
  { v: 1, type: "ticket", ticket: { ...ticketFor(PLACE), signature: new Uint8Array(63) } },
  { v: 1, type: "ticket", ticket: { ...ticketFor(PLACE), signature: "0".repeat(64) } },
  { v: 1, type: "ticket", ticket: { ...ticketFor(PLACE), root: "" } },
  { v: 1, type: "ticket", ticket: { ...ticketFor(PLACE), at: Number.NaN } },
  { v: 1, type: "ticket", ticket: { ...ticketFor(PLACE), place: {} } },
];

describe("of messages", () => {
  test("those are read that are complete and as they must be", () => {
    for (const message of GOOD_FROM_FRAME) expect(readFromFrame(message)).toBe(message);
    for (const message of GOOD_FROM_WINDOW) expect(readFromWindow(message)).toBe(message);
    for (const message of GOOD_FROM_WINDOW) expect(readFromFrame(message)).toBeNull();
    for (const message of GOOD_FROM_FRAME) expect(readFromWindow(message)).toBeNull();
    for (const message of BAD)
      expect([readFromFrame(message), readFromWindow(message)]).toEqual([null, null]);
  });

  test("bad ones change nothing, whenever they come", async () => {
    for (const moment of ["waiting", "asking"] as const) {
      const { windows, states, frame, own, session } = openBoth();
      if (moment === "asking") await windows.settle();
      const view = session.view();
      for (const message of BAD) {
        windows.sendToFrame(message);
        windows.sendToPopup(message);
      }
      expect(session.view()).toBe(view);
      await windows.settle();
      expect(session.view()).toMatchObject({ kind: "asking", device: DEVICE, isWorking: false });
      expect(states).toEqual(["open"]);
      expect(frame.claimPlace).toHaveBeenCalledTimes(1);
      expect(frame.acceptOwner).not.toHaveBeenCalled();
      expect(own.claimDevice).not.toHaveBeenCalled();
      expect(own.keepClaim).not.toHaveBeenCalled();
    }
  });

  test("good ones of others are not read: another window, another origin, no origin", async () => {
    const { windows, states, frame, own, session } = openBoth();
    await windows.settle();
    session.accept();
    await windows.settle();
    const before = [frame.acceptOwner.mock.calls.length, own.claimDevice.mock.calls.length];
    const second = openBoth();
    await second.windows.settle();
    const { windows: others } = second;
    for (const message of GOOD)
      for (const [source, origin] of [
        [{ postMessage: vi.fn() }, ORIGIN],
        [null, ORIGIN],
        [others.toPopup, "https://herons.example"],
        [others.toFrame, "null"],
        [others.toPopup, `${ORIGIN}.evil.example`],
        [others.toFrame, ""],
      ] as const) {
        others.sendToFrame(message, source, origin);
        others.sendToPopup(message, source, origin);
      }
    await others.settle();
    expect(second.session.view()).toMatchObject({ kind: "asking", isWorking: false });
    expect(second.states).toEqual(["open"]);
    expect(second.own.claimDevice).not.toHaveBeenCalled();
    expect(states).toEqual(["open", "done"]);
    expect([frame.acceptOwner.mock.calls.length, own.claimDevice.mock.calls.length]).toEqual(before);
  });

  test("out of turn do nothing: a place before the yes, another device's, a second claim, a done unasked", async () => {
    const { windows, own, session } = openBoth();
    await windows.settle();
    windows.sendToPopup({ v: 1, type: "place", place: PLACE });
    windows.sendToPopup({ v: 1, type: "done", record: RECORD });
    windows.sendToPopup({ v: 1, type: "claim", device: OTHER, site: "https://swans.example" });
    await windows.settle();
    expect(session.view()).toMatchObject({ kind: "asking", device: DEVICE, site: SITE });
    expect(own.claimDevice).not.toHaveBeenCalled();
    expect(own.keepClaim).not.toHaveBeenCalled();
    session.accept();
    windows.sendToPopup({ v: 1, type: "place", place: { ...PLACE, device: OTHER } });
    await windows.settle();
    expect(own.claimDevice.mock.calls).toEqual([[PLACE]]);
    expect(session.view().kind).toBe("done");
    for (const message of GOOD_FROM_FRAME) windows.sendToPopup(message);
    await windows.settle();
    expect(session.view().kind).toBe("done");
  });
});
