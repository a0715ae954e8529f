import { describe, expect, test, vi } from "vitest";
import { tell } from "../../../shared/problems/problem.ts";
import { CLAIM_TRIES } from "../../../web/claim/claim-message.ts";
import { createClaimSession } from "../../../web/claim/claim-session.ts";
import { openClaim } from "../../../web/embed/donation/claim-link.ts";
import type { ClaimState } from "../../../web/embed/frame/donation.ts";
import { ClaimWindows } from "../../support/claim-windows.ts";
import { DEVICE, LATER, ok, openBoth, PLACE, RECORD, refused, SITE, ticketFor } from "./claim-fixture.ts";

describe("a claim between two windows", () => {
  test("asks who and what, and after a yes the device is theirs", async () => {
    const { windows, states, frame, own, session } = openBoth();
    expect(session.view()).toEqual({ kind: "waiting" });
    await windows.settle();
    expect(session.view()).toMatchObject({
      kind: "asking",
      device: DEVICE,
      site: SITE,
      claimant: { name: "Ada" },
      isWorking: false,
    });
    expect(own.claimDevice).not.toHaveBeenCalled();
    session.accept();
    session.accept();
    expect(session.view()).toMatchObject({ kind: "asking", isWorking: true });
    await windows.settle();
    expect(session.view()).toEqual({ kind: "done", site: SITE });
    expect(own.claimDevice).toHaveBeenCalledExactlyOnceWith(PLACE);
    expect(frame.acceptOwner).toHaveBeenCalledExactlyOnceWith(ticketFor(PLACE));
    expect(own.keepClaim).toHaveBeenCalledExactlyOnceWith(RECORD);
    expect(states).toEqual(["open", "done"]);
    expect(windows.isListening).toBe(false);
    windows.expire();
    expect(session.view().kind).toBe("done");
  });

  test("signs nothing after a no", async () => {
    const { windows, states, own, session } = openBoth();
    await windows.settle();
    session.decline();
    session.accept();
    windows.sendToPopup({ v: 1, type: "place", place: PLACE });
    await windows.settle();
    expect(session.view()).toEqual({ kind: "declined" });
    expect(states).toEqual(["open", "declined"]);
    expect(own.claimDevice).not.toHaveBeenCalled();
  });

  test("signs again when the device has written meanwhile, but not for ever", async () => {
    const once = openBoth();
    once.frame.acceptOwner.mockResolvedValueOnce(ok({ kind: "moved", place: LATER }));
    await once.windows.settle();
    once.session.accept();
    await once.windows.settle();
    expect(once.own.claimDevice.mock.calls).toEqual([[PLACE], [LATER]]);
    expect(once.session.view().kind).toBe("done");

    const always = openBoth();
    always.frame.acceptOwner.mockResolvedValue(ok({ kind: "moved", place: LATER }));
    await always.windows.settle();
    always.session.accept();
    await always.windows.settle();
    expect(always.own.claimDevice.mock.calls.length).toBeLessThanOrEqual(CLAIM_TRIES);
    always.windows.expire();
    expect(always.session.view().kind).toBe("silent");
  });

  test("gives the widget up only while it is the widget's turn", async () => {
    const { windows, own, frame, session } = openBoth();
    let sign: () => void = () => undefined;
    own.claimDevice.mockImplementationOnce(
      (place) => new Promise((resolve) => (sign = () => resolve(ok(ticketFor(place))))),
    );
    frame.acceptOwner.mockImplementationOnce(() => new Promise(() => undefined)); // closed meanwhile
    await windows.settle();
    session.accept();
    await windows.settle();
    windows.expire();
    expect(session.view()).toMatchObject({ kind: "asking", isWorking: true });
    sign();
    await windows.settle();
    windows.expire();
    expect(session.view().kind).toBe("silent");
  });

  test.each([
    ["claimed", "refused.claimed", "claimed", "claimed"],
    ["kept from working", "refused.busy", "failed", "failed"],
  ] as const)("says so when the device is %s", async (_, code, shown, state) => {
    const { windows, states, frame, session } = openBoth();
    frame.claimPlace.mockResolvedValue(refused(code));
    await windows.settle();
    expect(session.view().kind).toBe(shown);
    expect(states).toEqual(["open", state]);
  });

  test("says what this browser lacks: storage, or the twelve words", async () => {
    const without = openBoth();
    without.own.claimant.mockResolvedValue(refused("refused.no-storage"));
    await without.windows.settle();
    expect(without.session.view()).toEqual({ kind: "failed", problem: tell("refused.no-storage") });

    const forgotten = openBoth();
    forgotten.own.claimDevice.mockResolvedValue(refused("refused.no-words"));
    await forgotten.windows.settle();
    forgotten.session.accept();
    await forgotten.windows.settle();
    expect(forgotten.session.view()).toEqual({ kind: "failed", problem: tell("refused.no-words") });
  });

  test("is not begun by a window that nobody opened, and ends when the widget is gone", async () => {
    const windows = new ClaimWindows();
    const open = vi.fn();
    expect(createClaimSession({ ...windows.popup, opener: null }, open).view()).toEqual({
      kind: "no-opener",
    });
    const waiting = createClaimSession(windows.popup, open);
    windows.expire();
    expect(waiting.view()).toEqual({ kind: "silent" });
    expect(open).not.toHaveBeenCalled();
  });

  test("of a widget that answers late is asked about all the same", async () => {
    const { windows, session } = openBoth();
    windows.expire();
    expect(session.view()).toEqual({ kind: "silent" });
    await windows.settle();
    expect(session.view()).toMatchObject({ kind: "asking", device: DEVICE });
  });

  test("is not begun where no window opens, or a worker fails", async () => {
    const windows = new ClaimWindows();
    windows.isBlocked = true;
    const states: ClaimState[] = [];
    const ledger = { claimPlace: vi.fn(() => Promise.reject(new Error("gone"))), acceptOwner: vi.fn() };
    const parts = {
      page: windows.page,
      address: "./claim",
      site: SITE,
      ledger,
      onState: (state: ClaimState) => states.push(state),
    };
    openClaim(parts);
    expect(states).toEqual(["blocked"]);
    windows.isBlocked = false;
    openClaim(parts);
    windows.sendToFrame({ v: 1, type: "ready" });
    await windows.settle();
    expect(states).toEqual(["blocked", "open", "failed"]);
  });
});
