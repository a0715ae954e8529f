/** Notifications: which milestones are worth one, and when nobody gets any. */
import { describe, expect, it } from "vitest";
import { type Milestone, milestoneBetween, type Standing } from "../../../web/notifications/milestone.ts";
import { startNotifier } from "../../../web/notifications/notifier.ts";
import {
  createNotifyMemory,
  NO_NOTIFICATIONS,
  parseNotifySettings,
} from "../../../web/notifications/notify-settings.ts";
import { initialView } from "../../../web/run/run-state.ts";
import { NO_CREDIT, summaryOf } from "../../support/ledger-views.ts";
import { TOGETHER } from "../../support/swarm-views.ts";

const HOUR_MS = 3_600_000;
const QUIET: Standing = { contributions: 0, roundsUnseen: 0, problem: null };

describe("a milestone", () => {
  it.each<[Partial<Standing>, Partial<Standing>, Milestone | null]>([
    [{}, { contributions: 1 }, { kind: "first-round" }],
    [{ contributions: 3 }, { contributions: 4 }, null],
    [{ contributions: 9 }, { contributions: 12 }, { kind: "contributions", count: 10 }],
    [{ contributions: 99 }, { contributions: 100 }, { kind: "contributions", count: 100 }],
    [{ contributions: 900 }, { contributions: 1000 }, { kind: "contributions", count: 1000 }],
    [{ contributions: null }, { contributions: 1000 }, null], // it was passed before the page was opened
    [{ roundsUnseen: 99 }, { roundsUnseen: 100 }, { kind: "rounds-unseen", count: 100 }],
    [{ roundsUnseen: 100 }, { roundsUnseen: 101 }, null],
    [
      { contributions: 9 },
      { contributions: 10, problem: "No memory." },
      { kind: "problem", title: "No memory." },
    ],
    [{ problem: "No memory." }, { problem: "No memory." }, null],
  ])("between %o and %o is %o", (before, after, milestone) => {
    expect(milestoneBetween({ ...QUIET, ...before }, { ...QUIET, ...after })).toEqual(milestone);
  });
});

describe("what is kept of them", () => {
  it("is off where nothing readable is kept", () => {
    for (const text of [
      null,
      "",
      "{",
      "{}",
      '{"version":1,"isOn":"yes","lastAtMs":0}',
      '{"version":2,"isOn":true,"lastAtMs":0}',
    ])
      expect(parseNotifySettings(text)).toEqual(NO_NOTIFICATIONS);
    expect(parseNotifySettings('{"version":1,"isOn":true,"lastAtMs":7}')).toEqual({
      isOn: true,
      lastAtMs: 7,
    });
  });

  it("lasts as long as the page where the browser keeps nothing", () => {
    const memory = createNotifyMemory(undefined);
    memory.change({ isOn: true });
    expect(memory.read()).toEqual({ isOn: true, lastAtMs: 0 });
  });
});

/** A page and a ledger that a test moves, and what was shown. */
function setUp({ isOn = true, isAllowed = true } = {}) {
  const listeners = new Set<() => void>();
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const shown: Milestone[] = [];
  const world = {
    contributions: 0,
    isHidden: true,
    nowMs: 100 * HOUR_MS,
    run: initialView(null, null),
  };
  const memory = createNotifyMemory(undefined);
  memory.change({ isOn });
  let onVisibility = () => undefined as void;
  const summary = () => summaryOf([], { credit: { ...NO_CREDIT, contributions: world.contributions } });
  startNotifier(
    { subscribe, view: () => world.run },
    { subscribe, view: () => ({ summary: summary(), trouble: "", openCount: 1 }) },
    {
      memory,
      isHidden: () => world.isHidden,
      onVisibility: (listener) => {
        onVisibility = listener;
      },
      isAllowed: () => isAllowed,
      show: (milestone) => shown.push(milestone),
      nowMs: () => world.nowMs,
    },
  );
  const change = (part: Partial<typeof world>) => {
    Object.assign(world, part);
    for (const listener of listeners) listener();
    if (part.isHidden !== undefined) onVisibility();
  };
  const inRound = (round: number): Partial<typeof world> => ({
    run: { ...world.run, swarm: { ...TOGETHER, head: { ...TOGETHER.head, round } } },
  });
  return { shown, change, inRound };
}

describe("a notification", () => {
  it("tells of a milestone while nobody looks", () => {
    const { shown, change } = setUp();
    change({ contributions: 1 });
    expect(shown).toEqual([{ kind: "first-round" }]);
  });

  it("comes once an hour at most", () => {
    const { shown, change } = setUp();
    change({ contributions: 1 });
    change({ contributions: 10 });
    expect(shown).toHaveLength(1);
    change({ contributions: 99, nowMs: 101 * HOUR_MS });
    change({ contributions: 100 });
    expect(shown.at(-1)).toEqual({ kind: "contributions", count: 100 });
  });

  it.each([[{ isOn: false }], [{ isAllowed: false }]])("does not come with %o", (settings) => {
    const { shown, change } = setUp(settings);
    change({ contributions: 1000 });
    expect(shown).toEqual([]);
  });

  it("does not come to who looks at the page, nor afterwards for what they have seen", () => {
    const { shown, change } = setUp();
    change({ isHidden: false });
    change({ contributions: 10 });
    change({ isHidden: true });
    change({ contributions: 11 });
    expect(shown).toEqual([]);
  });

  it("counts the rounds that nobody has seen", () => {
    const { shown, change, inRound } = setUp();
    change({ isHidden: false, ...inRound(500) });
    change({ isHidden: true });
    change(inRound(599));
    expect(shown).toEqual([]);
    change(inRound(600));
    expect(shown).toEqual([{ kind: "rounds-unseen", count: 100 }]);
  });

  it("tells of a problem that has ended the training", () => {
    const { shown, change } = setUp();
    const problem = { crash: "running", savedStep: null, detail: "", until: null } as const;
    change({ run: { ...initialView(null, null), state: "crashed", problem } });
    expect(shown).toEqual([{ kind: "problem", title: "The training worker stopped unexpectedly." }]);
  });
});
