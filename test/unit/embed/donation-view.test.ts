/** What the frame shows of a run. */
import { describe, expect, test } from "vitest";
import { initialView, type RunView } from "../../../web/run/run-state.ts";
import { donationView, StepCount } from "../../../web/embed/donation/donation-view.ts";
import type { PauseView } from "../../../web/pause/pause-view.ts";

const AT_WORK: PauseView = {
  isWished: true,
  rest: null,
  slowed: null,
  intensity: "half",
  isFinishing: false,
  notice: null,
};
const USED = { steps: 12, bytes: 3_000, isCovered: false };
const IDLE = initialView(null, null);

const run = (state: RunView["state"], change: Partial<RunView> = {}): RunView => ({
  ...IDLE,
  state,
  ...change,
});
const resting = (reason: NonNullable<PauseView["rest"]>["reason"]): PauseView => ({
  ...AT_WORK,
  rest: { reason, untilMs: null, remedy: null } as PauseView["rest"],
});

describe("the donation's state", () => {
  test.each([
    ["preparing", "starting"],
    ["training", "training"],
    ["idle", "stopped"],
    ["stopping", "stopped"],
    ["failed", "failed"],
    ["crashed", "failed"],
    ["resting", "paused"],
  ] as const)("of a run that is %s is %s", (state, expected) => {
    expect(donationView(run(state), AT_WORK, USED)).toEqual({
      state: expected,
      reason: null,
      steps: 12,
      bytes: 3_000,
      percent: 50,
    });
  });

  test.each([
    "data-saver",
    "cellular",
    "battery",
    "background",
    "mobile-background",
    "data-cap",
    "hot",
    "resuming",
  ] as const)("is paused, and says why: %s", (reason) => {
    expect(donationView(run("resting"), resting(reason), USED)).toMatchObject({ state: "paused", reason });
  });

  test("is paused while another tab trains, and while it is covered", () => {
    expect(donationView(run("preparing", { isElsewhere: true }), AT_WORK, USED)).toMatchObject({
      state: "paused",
      reason: "elsewhere",
    });
    const isCovered = { ...USED, isCovered: true };
    for (const state of ["training", "idle", "stopping", "resting"] as const)
      expect(donationView(run(state), AT_WORK, isCovered)).toMatchObject({
        state: "paused",
        reason: "covered",
      });
    expect(donationView(run("resting"), resting("paused"), USED)).toMatchObject({ reason: "covered" });
  });

  test("is failed even while it is covered: then there is nothing to wait for", () => {
    const view = donationView(run("crashed"), AT_WORK, { ...USED, isCovered: true });
    expect(view).toMatchObject({ state: "failed", reason: null });
  });

  test("names the share of the time that it really uses", () => {
    const slowed = { ...AT_WORK, intensity: "light" } as const;
    expect(donationView(run("training"), slowed, USED).percent).toBe(25);
  });
});

describe("the count of steps", () => {
  test("adds up rounds that each begin at nothing", () => {
    const count = new StepCount();
    for (const inRound of [0, 3, 7, 7, 0, 2, 1]) count.note(inRound);
    expect(count.total).toBe(7 + 2 + 1);
  });
});
