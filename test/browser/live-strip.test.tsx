/** The line before the button: what it says of who trains now, and when it asks. */
import { flushSync } from "react-dom";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LiveStrip } from "../../web/components/live-strip.tsx";
import type { CountTabs } from "../../web/run/count-tabs.ts";
import { initialView, type RunView } from "../../web/run/run-state.ts";
import type { SavedRunHint } from "../../web/run/saved-run-hint.ts";
import { PROJECT, TOGETHER } from "../support/swarm-views.ts";
import "../../web/styles/page.css";

const SAVED: SavedRunHint = {
  run: { dataName: "a", modelName: "b", parameterCount: 1, unit: "tokens", lossUnit: "nats per token" },
  link: PROJECT.link,
  openedAs: null,
  round: 12,
  step: 40,
  savedAtMs: 0,
  figures: { loss: 1.892, tokens: 9_200_000 },
};
const FIRST = initialView(null, null);
const LATER = initialView(null, SAVED);
const TURN_MS = 30_000;

let root: Root;
let home: HTMLElement;
let isHidden = false;
let isOnline = true;

beforeEach(() => {
  vi.useFakeTimers({ now: 2 * 3_600_000, toFake: ["setInterval", "clearInterval", "Date"] });
  vi.spyOn(document, "hidden", "get").mockImplementation(() => isHidden);
  vi.spyOn(navigator, "onLine", "get").mockImplementation(() => isOnline);
  [isHidden, isOnline] = [false, true];
  home = document.createElement("div");
  home.style.inlineSize = "320px";
  document.body.append(home);
  root = createRoot(home);
});

afterEach(() => {
  flushSync(() => root.unmount());
  home.remove();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

function show(countTabs: CountTabs, view: RunView = FIRST, isNew = false): void {
  flushSync(() => root.render(<LiveStrip {...{ view, isNew, countTabs }} />));
}
const strip = () => home.querySelector<HTMLElement>('[data-testid="live-strip"]')!;
const until = (text: string) => expect.poll(() => strip().textContent.trim()).toBe(text);
const seen = "Seen here 2 hours ago: loss\u00a01.892, round\u00a012, 9.2M\u00a0tokens given.";

function change(target: EventTarget, name: string): void {
  flushSync(() => target.dispatchEvent(new Event(name)));
}

test("says how many train, and to the first of them that they would be the first", async () => {
  show(() => new Promise(() => undefined));
  await until("Asking who trains it now…");
  const height = strip().offsetHeight;
  for (const [count, text] of [
    [0, "Nobody trains it at the moment: you would be the first."],
    [1, "1 person trains it now."],
    [1204, "1,204 people train it now."],
    [null, ""],
  ] as const) {
    show(async () => count);
    await until(text);
    expect(strip().offsetHeight).toBe(height);
  }
});

test("tells those who come again what this browser saw last, and when", async () => {
  show(async () => 0, LATER);
  await until(`Nobody trains it now. ${seen}`);
  show(() => Promise.reject(new Error("away")), LATER);
  await until(seen);
});

test("says nothing of a model that is another project's, nor of files that are none yet", async () => {
  show(async () => 1, { ...LATER, link: "tiny" });
  await until("1 person trains it now.");
  show(async () => 1, LATER, true);
  await until("");
});

test("says when the server does not answer, and when there is no network", async () => {
  const ask = vi.fn<CountTabs>(() => Promise.reject(new Error("away")));
  show(ask);
  await until("The server does not answer: who trains it now is not known.");
  isOnline = false;
  change(window, "offline");
  await until("Offline: who trains it now is not known.");
});

test("counts this tab and those that it meets before the server is asked again", async () => {
  const training: RunView = { ...FIRST, state: "training", hasRun: true, swarm: TOGETHER };
  show(async () => 0, training);
  await until("4 people train it now.");
  show(async () => 17, training);
  await until("17 people train it now.");
});

test("asks again each half minute, but not while nobody looks or there is no network", async () => {
  const ask = vi.fn<CountTabs>(async () => 2);
  show(ask, { ...FIRST, link: "tiny" });
  expect(ask.mock.calls).toEqual([["tiny"]]);
  await vi.advanceTimersByTimeAsync(2 * TURN_MS);
  expect(ask).toHaveBeenCalledTimes(3);
  isHidden = true;
  change(document, "visibilitychange");
  await vi.advanceTimersByTimeAsync(10 * TURN_MS);
  expect(ask).toHaveBeenCalledTimes(3);
  isHidden = false;
  change(document, "visibilitychange");
  expect(ask).toHaveBeenCalledTimes(4); // at once
  isOnline = false;
  change(window, "offline");
  await vi.advanceTimersByTimeAsync(10 * TURN_MS);
  expect(ask).toHaveBeenCalledTimes(4);
});
