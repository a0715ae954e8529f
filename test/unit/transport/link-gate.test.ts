import { expect, test } from "vitest";
import { LINK_CONSTRUCTIONS, LINK_CONSTRUCTIONS_WINDOW_MS } from "../../../shared/protocol/limits.ts";
import {
  LinkGate,
  OFFERS_IN_ALL,
  OFFERS_PER_SOURCE,
  OFFERS_WINDOW_MS,
} from "../../../shared/transport/link-gate.ts";

function createGate() {
  let nowMs = 0;
  const gate = new LinkGate(() => nowMs);
  const admitted = (source: string, offers: number) =>
    Array.from({ length: offers }, () => gate.admitOffer(source)).filter(Boolean).length;
  return { gate, admitted, wait: (durationMs: number) => (nowMs += durationMs) };
}

test("one address gets its few offers, and as many again per window", () => {
  const { admitted, wait } = createGate();
  expect(admitted("stranger", 600)).toBe(OFFERS_PER_SOURCE);
  expect(admitted("friend", 1)).toBe(1);
  wait(OFFERS_WINDOW_MS / OFFERS_PER_SOURCE);
  expect(admitted("stranger", 600)).toBe(1);
  wait(100 * OFFERS_WINDOW_MS);
  expect(admitted("stranger", 600)).toBe(OFFERS_PER_SOURCE);
});

test("many addresses together get no more than the common share", () => {
  const { admitted } = createGate();
  let sum = 0;
  for (let source = 0; source < 100_000; source++) sum += admitted(`stranger ${source}`, 1);
  expect(sum).toBe(OFFERS_IN_ALL);
});

test("sources that went quiet are forgotten, so that new ones are heard", () => {
  const { admitted, wait } = createGate();
  for (let source = 0; source < 5_000; source++) admitted(`stranger ${source}`, 1);
  expect(admitted("friend", 1)).toBe(0);
  wait(OFFERS_WINDOW_MS);
  expect(admitted("friend", 1)).toBe(1);
});

test("constructions stop before the browser's stock is used up, and go on when the window has passed", () => {
  const { gate, wait } = createGate();
  for (let count = 0; count < LINK_CONSTRUCTIONS; count++) {
    expect(gate.construct()).toBe(true);
    wait(1);
  }
  expect(gate.construct()).toBe(false);
  wait(LINK_CONSTRUCTIONS_WINDOW_MS - LINK_CONSTRUCTIONS);
  expect(gate.construct()).toBe(true);
  expect(gate.construct()).toBe(false);
});
