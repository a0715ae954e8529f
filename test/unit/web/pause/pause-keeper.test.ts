/** When a donation runs, and when it rests. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { BUSY_MS } from "../../../../web/pause/decide.ts";
import { RESUME_DELAY_MS } from "../../../../web/pause/obedient-run.ts";
import { SETTLE_MS } from "../../../../web/pause/settled-pressure.ts";
import { PROJECT } from "../../../support/swarm-views.ts";
import {
  HALF,
  MAIN,
  ON_BATTERY,
  PLUGGED_IN,
  RUN,
  setUp,
  settle,
  stopped,
  train,
  TRAINING,
} from "./keeper-fixture.ts";

beforeEach(() => void vi.useFakeTimers({ now: new Date(2026, 0, 5, 12, 0) }));
afterEach(() => void vi.useRealTimers());

describe("a donation", () => {
  it("starts at once where nothing speaks against it, and ends with Stop", async () => {
    const all = await train();
    expect(all.keeper.view().state).toBe("training");
    expect(all.keeper.pauseView()).toMatchObject({ isWished: true, rest: null });
    all.keeper.stop();
    expect(all.keeper.pauseView().isWished).toBe(false);
    await stopped(all);
    expect(all.calls()).toEqual(["stop"]);
    expect(all.keeper.view().state).toBe("idle");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(all.calls()).toEqual([]);
  });

  it("does not start, nor load anything, where it would have to rest; and says why", async () => {
    const all = setUp();
    all.pause.learn({ isDataSaved: true });
    expect(all.reason()).toBeNull(); // nobody has asked for anything yet
    all.keeper.start(MAIN, HALF);
    await settle();
    expect(all.reason()).toBe("data-saver");
    expect(all.keeper.view().state).toBe("resting");
    expect(all.calls()).toEqual([]);
    all.keeper.take("use-data");
    await settle();
    expect(all.calls()).toEqual(["listen", "savedRun", "start main half"]);
  });

  it("ends when the run fails, or the worker dies", async () => {
    for (const event of ["fails", "dies"]) {
      const all = await train();
      if (event === "fails") all.trainer.emit({ kind: "state", state: "failed" });
      else all.trainer.crash("out of memory");
      expect(all.keeper.pauseView()).toMatchObject({ isWished: false, rest: null });
      expect(all.pause.isPressureWatched).toBe(false);
      all.pause.learn(ON_BATTERY);
      expect(all.reason()).toBeNull();
    }
  });

  it("ends when a run is over, and only then is it heard that it has failed", async () => {
    const all = await train();
    all.trainer.end();
    await settle();
    expect(all.reason()).toBe("resuming");
    all.trainer.emit({ kind: "state", state: "failed" });
    expect(all.keeper.pauseView()).toMatchObject({ isWished: false, rest: null });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(all.calls()).toEqual([]);
  });

  it("can be stopped while it rests", async () => {
    const all = await train();
    all.pause.learn(ON_BATTERY);
    await stopped(all);
    all.keeper.stop();
    expect(all.keeper.view().state).toBe("idle");
    all.pause.learn(PLUGGED_IN);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(all.calls()).toEqual(["stop"]);
  });

  it("starts again when Start follows Stop before that is done", async () => {
    const all = await train();
    all.keeper.stop();
    all.keeper.start(MAIN, HALF);
    await stopped(all);
    expect(all.calls()).toEqual(["stop", "savedRun", "start main half"]);
  });
});

describe("a rest", () => {
  it("leaves at once, and goes on with the same project when its reason has been over for a moment", async () => {
    const all = await train();
    all.pause.learn(ON_BATTERY);
    expect(all.keeper.view().state).toBe("resting"); // said before the worker has answered
    expect(all.reason()).toBe("battery");
    await stopped(all);
    expect(all.calls()).toEqual(["stop"]);
    all.pause.learn(PLUGGED_IN);
    expect(all.reason()).toBe("resuming");
    await vi.advanceTimersByTimeAsync(RESUME_DELAY_MS);
    expect(all.calls()).toEqual(["savedRun", "start main half"]);
    expect(all.keeper.view().state).toBe("preparing");
  });

  it("does not end for a plug with a bad contact", async () => {
    const all = await train();
    all.pause.learn(ON_BATTERY);
    await stopped(all);
    all.calls();
    for (let times = 0; times < 20; times++) {
      all.pause.learn(times % 2 === 0 ? PLUGGED_IN : ON_BATTERY);
      await vi.advanceTimersByTimeAsync(RESUME_DELAY_MS - 1000);
    }
    expect(all.calls()).toEqual([]);
  });

  it("ends at once when the visitor says so", async () => {
    const all = await train();
    all.pause.learn(ON_BATTERY);
    await stopped(all);
    all.calls();
    all.keeper.take("run-on-battery");
    await settle();
    expect(all.calls()).toEqual(["savedRun", "start main half"]);
    expect(all.keeper.settings.read().onBattery).toBe(true);
  });

  it("that ends while the worker still stops goes on when it has", async () => {
    const all = await train();
    all.keeper.pause();
    all.keeper.take("resume");
    await settle();
    expect(all.calls()).toEqual(["stop"]);
    await stopped(all);
    expect(all.calls()).toEqual(["savedRun", "start main half"]);
  });

  it("in the background is told when somebody comes back, with the way to allow it", async () => {
    const all = await train({ inBackground: false });
    all.pause.learn({ isHidden: true });
    await stopped(all);
    expect(all.reason()).toBe("background");
    all.pause.learn({ isHidden: false });
    expect(all.keeper.pauseView().notice).toEqual({ kind: "was-hidden" });
    all.keeper.take("allow-background");
    expect(all.keeper.pauseView().notice).toBeNull();
    all.pause.learn({ isHidden: true });
    expect(all.reason()).toBeNull();
  });

  it("of files goes on with the project that they have become", async () => {
    const all = setUp();
    all.keeper.start({ kind: "files", files: [] }, HALF);
    await settle();
    all.trainer.emit({ kind: "described", run: RUN, project: PROJECT }, TRAINING);
    all.keeper.pause();
    await stopped(all);
    all.calls();
    all.keeper.take("resume");
    await settle();
    expect(all.calls()).toEqual(["savedRun", `start ${PROJECT.link} half`]);
  });
});

describe("heat", () => {
  it("counts only when the runtime has loaded, which takes a processor too", async () => {
    const all = await train();
    all.pause.press({ state: "critical", sinceMs: Date.now(), criticalEndMs: null });
    expect(all.reason()).toBeNull();
    await vi.advanceTimersByTimeAsync(SETTLE_MS);
    expect(all.reason()).toBe("hot");
  });

  it("is none when it ended with the start that made it", async () => {
    const all = await train();
    all.pause.press({ state: "critical", sinceMs: Date.now(), criticalEndMs: null });
    await vi.advanceTimersByTimeAsync(SETTLE_MS / 2);
    all.pause.press({ state: "nominal", sinceMs: Date.now(), criticalEndMs: Date.now() });
    await vi.advanceTimersByTimeAsync(2 * SETTLE_MS);
    expect(all.keeper.pauseView()).toMatchObject({ rest: null, slowed: null });
    all.pause.learn(ON_BATTERY);
    await stopped(all);
    expect(all.reason()).toBe("battery");
    all.pause.learn(PLUGGED_IN);
    expect(all.reason()).toBe("resuming");
  });

  it("is over a minute after it was measured for the last time", async () => {
    const all = await train();
    await vi.advanceTimersByTimeAsync(SETTLE_MS);
    all.pause.press({ state: "critical", sinceMs: Date.now(), criticalEndMs: null });
    await stopped(all);
    expect(all.keeper.pauseView().rest).toMatchObject({ reason: "hot", untilMs: null });
    all.pause.press({ state: "nominal", sinceMs: Date.now(), criticalEndMs: Date.now() });
    expect(all.keeper.pauseView().rest).toMatchObject({ reason: "hot", untilMs: Date.now() + 60_000 });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(all.reason()).toBe("resuming");
  });

  it("makes a busy computer work less, without a rest", async () => {
    const all = await train();
    await vi.advanceTimersByTimeAsync(SETTLE_MS);
    all.pause.press({ state: "serious", sinceMs: Date.now(), criticalEndMs: null });
    await settle();
    expect(all.keeper.pauseView().slowed).toBeNull();
    await vi.advanceTimersByTimeAsync(BUSY_MS);
    expect(all.keeper.pauseView().slowed).toBe("busy");
    all.pause.press({ state: "fair", sinceMs: Date.now(), criticalEndMs: null });
    await settle();
    expect(all.calls()).toEqual(["setIntensity light", "setIntensity half"]);
  });
});

describe("time and data", () => {
  it("end what was allowed, and give it back, without anybody's click", async () => {
    const all = await train({ schedule: { days: [0], fromMinute: 0, toMinute: 12 * 60 + 1 }, dataCapMb: 1 });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(all.keeper.pauseView().rest).toMatchObject({
      reason: "hours",
      untilMs: new Date(2026, 0, 12).getTime(),
    });
    await stopped(all);
    all.keeper.settings.change({ schedule: null });
    await vi.advanceTimersByTimeAsync(RESUME_DELAY_MS);
    expect(all.reason()).toBeNull();
    all.pause.bytesThisHour = 1_000_000;
    await vi.advanceTimersByTimeAsync(1000);
    expect(all.reason()).toBe("data-cap");
  });

  it("are told with what moved since the page was opened", async () => {
    const all = await train();
    all.pause.traffic = { sentBytes: 3, receivedBytes: 4 };
    all.pause.bytesThisHour = 5;
    expect(all.keeper.traffic()).toEqual({ sentBytes: 3, receivedBytes: 4, bytesThisHour: 5 });
  });

  it("end a snooze, and nothing but the click of a visitor a pause", async () => {
    const all = await train();
    all.keeper.snooze(Date.now() + 900_000);
    await stopped(all);
    expect(all.keeper.pauseView().rest).toMatchObject({ reason: "snoozed", untilMs: Date.now() + 900_000 });
    await vi.advanceTimersByTimeAsync(900_000 + RESUME_DELAY_MS);
    expect(all.calls()).toEqual(["stop", "savedRun", "start main half"]);
    all.keeper.pause();
    await stopped(all);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(all.reason()).toBe("paused");
  });
});
