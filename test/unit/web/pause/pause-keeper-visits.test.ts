/** What a donation uses, how it ends, and what becomes of it in another tab or after a reload. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { SwarmView } from "../../../../worker/swarm/swarm-view.ts";
import type { TrainerEvent } from "../../../../worker/api.ts";
import { PROJECT, TOGETHER } from "../../../support/swarm-views.ts";
import { DONATION, RUN, setUp, settle, stopped, train } from "./keeper-fixture.ts";

beforeEach(() => void vi.useFakeTimers({ now: new Date(2026, 0, 5, 12, 0) }));
afterEach(() => void vi.useRealTimers());

describe("the intensity", () => {
  it("is kept, and reaches the run as far as the computer allows", async () => {
    const all = await train();
    all.pause.learn({ isHidden: true });
    all.keeper.setIntensity("full");
    await settle();
    expect(all.calls()).toEqual([]); // half it was, and no more it may be now
    expect(all.keeper.pauseView()).toMatchObject({ slowed: "background", intensity: "half" });
    all.pause.learn({ isHidden: false });
    await settle();
    expect(all.calls()).toEqual(["setIntensity full"]);
    expect(all.keeper.settings.read().intensity).toBe("full");
  });
});

describe("the end of a round", () => {
  const inRound = (round: number): TrainerEvent => {
    const swarm: SwarmView = { ...TOGETHER, head: { ...TOGETHER.head, round } };
    return { kind: "swarm", swarm };
  };

  it("is waited for, and then the donation ends", async () => {
    const all = await train();
    all.trainer.emit(inRound(7));
    await vi.advanceTimersByTimeAsync(100); // the page shows it
    all.keeper.finishRound();
    all.trainer.emit(inRound(7));
    await vi.advanceTimersByTimeAsync(100);
    expect(all.keeper.pauseView()).toMatchObject({ isFinishing: true, isWished: true });
    expect(all.calls()).toEqual([]);
    all.trainer.emit(inRound(8));
    await vi.advanceTimersByTimeAsync(100);
    await stopped(all);
    expect(all.calls()).toEqual(["stop"]);
    expect(all.keeper.pauseView()).toMatchObject({ isFinishing: false, isWished: false });
  });

  it("is not waited for where there is no round yet", async () => {
    const all = await train();
    all.keeper.finishRound();
    expect(all.keeper.pauseView().isWished).toBe(false);
  });
});

describe("another tab", () => {
  it("gets the training when it asks, and this one says where it went", async () => {
    const all = await train();
    all.pause.ask();
    await stopped(all);
    expect(all.calls()).toEqual(["stop"]);
    expect(all.keeper.pauseView()).toMatchObject({
      isWished: false,
      notice: { kind: "moved", atMs: Date.now() },
    });
    all.keeper.dismissNotice();
    expect(all.keeper.pauseView().notice).toBeNull();
  });

  it("asks in vain where nothing is donated", () => {
    const all = setUp();
    all.pause.ask();
    expect(all.keeper.pauseView().notice).toBeNull();
  });

  it("is asked by this one, which shows that it waits", async () => {
    const all = await train();
    all.trainer.emit({ kind: "elsewhere", isElsewhere: true });
    expect(all.keeper.view().isElsewhere).toBe(true);
    all.keeper.moveHere();
    expect(all.pause.askedCount).toBe(1);
    all.trainer.emit({ kind: "elsewhere", isElsewhere: false });
    expect(all.keeper.view().isElsewhere).toBe(false);
  });
});

describe("a page that is loaded again", () => {
  it("says what was lost, and goes on with one click; not before it", async () => {
    const all = setUp({}, DONATION);
    expect(all.keeper.pauseView()).toMatchObject({
      isWished: false,
      notice: { kind: "interrupted", wasDiscarded: true, atMs: 7, lostSteps: 2 },
    });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(all.calls()).toEqual([]);
    all.keeper.goOn();
    await settle();
    expect(all.calls()).toEqual(["listen", "savedRun", "start tiny half by relay"]);
    expect(all.keeper.pauseView().notice).toBeNull();
  });

  it("does not ask twice when the visitor does not want to", () => {
    const all = setUp({}, DONATION);
    all.keeper.dismissNotice();
    expect(all.keeper.pauseView().notice).toBeNull();
    expect(all.pause.donation).toBeNull();
  });

  it("offers nothing where it is about another project", () => {
    expect(setUp({}, { ...DONATION, address: "other" }).keeper.pauseView().notice).toBeNull();
  });

  it("finds what the one before knew when it went away", async () => {
    const all = await train();
    all.trainer.emit({ kind: "described", run: RUN, project: PROJECT });
    all.trainer.emit({ kind: "saved", step: 40, head: TOGETHER.head.hash });
    expect(all.pause.donation).toMatchObject({ address: null, link: null, savedStep: 40 });
    await vi.advanceTimersByTimeAsync(5000);
    all.pause.leave();
    expect(all.pause.donation?.atMs).toBe(Date.now());
    all.keeper.stop();
    expect(all.pause.donation).toBeNull();
  });
});

it("keeps the screen on only while it was asked to, and trains", async () => {
  const all = await train();
  expect(all.pause.isScreenKeptOn).toBe(false);
  all.keeper.settings.change({ keepsScreenOn: true });
  expect(all.pause.isScreenKeptOn).toBe(true);
  all.keeper.pause();
  expect(all.pause.isScreenKeptOn).toBe(false);
});

it("gives React the same pictures until something changes", async () => {
  const all = await train();
  const { view, pauseView } = all.keeper;
  expect(view()).toBe(view());
  const before = pauseView();
  await vi.advanceTimersByTimeAsync(5000);
  expect(pauseView()).toBe(before);
});
