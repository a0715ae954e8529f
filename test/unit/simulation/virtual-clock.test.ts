import { expect, test } from "vitest";
import { createRandom } from "../../../shared/core/random.ts";
import { NodeClock } from "../../../shared/simulation/node-clock.ts";
import { VirtualClock } from "../../../shared/simulation/virtual-clock.ts";

test("callbacks run in order of time, and at equal times in order of creation", () => {
  const clock = new VirtualClock();
  const random = createRandom("timers");
  const ran: { atMs: number; order: number }[] = [];
  for (let order = 0; order < 1000; order++) {
    const atMs = random.below(50, order);
    clock.setTimer(atMs, () => ran.push({ atMs: clock.nowMs(), order }));
  }
  clock.advanceTo(49);
  const expected = Array.from({ length: 1000 }, (_, order) => ({ atMs: random.below(50, order), order }));
  expect(ran).toEqual(expected.toSorted((a, b) => a.atMs - b.atMs || a.order - b.order));
});

test("a cancelled callback never runs, not even when cancelled at the time when it is due", () => {
  const clock = new VirtualClock();
  const ran: string[] = [];
  const cancels = ["first", "second"].map((name) => clock.setTimer(5, () => ran.push(name)));
  clock.setTimer(0, () => cancels[0]!());
  clock.setTimer(1, () => clock.setTimer(4, () => ran.push("third")));
  cancels[1]!();
  expect(clock.nextAtMs()).toBe(0);
  clock.advanceTo(10);
  expect(ran).toEqual(["third"]);
});

test("advancing runs what callbacks start on the way and stops exactly at the time asked for", () => {
  const clock = new VirtualClock();
  let ticks = 0;
  const tick = (): void => {
    ticks++;
    clock.setTimer(10, tick);
  };
  tick();
  clock.advanceTo(95);
  expect(ticks).toBe(10);
  expect(clock.nowMs()).toBe(95);
  expect(clock.nextAtMs()).toBe(100);
});

test("nothing to run is not an error, and time then stands still", () => {
  const clock = new VirtualClock();
  expect(clock.runNext()).toBe(false);
  expect(clock.nowMs()).toBe(0);
});

test("a frozen device runs what fell due in order when it thaws, and a crashed one never", () => {
  const clock = new VirtualClock();
  const node = new NodeClock(clock);
  const ran: string[] = [];
  node.setTimer(1, () => ran.push("one"));
  const cancel = node.setTimer(2, () => ran.push("cancelled while frozen"));
  node.setTimer(3, () => ran.push("three"));
  node.freeze();
  clock.advanceTo(10);
  expect(ran).toEqual([]);
  cancel();
  node.thaw();
  expect(ran).toEqual(["one", "three"]);
  node.setTimer(1, () => ran.push("after the end"));
  node.halt();
  clock.advanceTo(20);
  expect(ran).toEqual(["one", "three"]);
});

test("a device's clock may start late, run fast and jump, but timers fire when it says so", () => {
  const clock = new VirtualClock();
  const node = new NodeClock(clock, { offsetMs: 1000, rate: 2 });
  let firedAtMs = 0;
  node.setTimer(100, () => (firedAtMs = node.nowMs()));
  clock.advanceTo(50);
  expect(firedAtMs).toBe(1100);
  node.jump(500);
  expect(node.nowMs()).toBe(1600);
});
