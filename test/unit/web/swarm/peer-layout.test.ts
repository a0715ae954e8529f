/** Where peers stand in the picture of the swarm. */
import { describe, expect, test } from "vitest";
import { MOST_DRAWN, NO_SLOTS, placePeers, pointOf } from "../../../../web/swarm/peer-layout.ts";
import { hueOf } from "../../../../web/identity-hue.ts";
import { personOf } from "../../../support/cloth-rows.ts";
import { hashFrom } from "../../../support/swarm-views.ts";

const peersOf = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => personOf(from + index))
    .toSorted()
    .map((device) => ({ device }));

const slotsOf = (...args: Parameters<typeof placePeers>) => Object.fromEntries(placePeers(...args));

describe("peers around this tab", () => {
  test("stand where their keys say, whoever draws the picture, and apart from each other", () => {
    const peers = peersOf(0, 40);
    const slots = placePeers(NO_SLOTS, peers);
    expect(Object.fromEntries(slots)).toEqual(slotsOf(NO_SLOTS, peers));
    expect(new Set(slots.values()).size).toBe(40);
  });

  test("stand at the place on the circle that the colour wheel has for their keys, as long as it is free", () => {
    for (const device of [hashFrom("c0de"), hashFrom("0001"), hashFrom("ffff")]) {
      const slot = placePeers(NO_SLOTS, [{ device }]).get(device)!;
      expect(Math.abs((slot / MOST_DRAWN) * 360 - hueOf(device))).toBeLessThan(360 / MOST_DRAWN);
    }
  });

  test("stay where they are when others come and go", () => {
    const all = peersOf(0, 50);
    const before = placePeers(NO_SLOTS, all);
    const stayed = all.filter((_, index) => index % 3 > 0);
    const after = placePeers(before, [...stayed, ...peersOf(50, 60)]);
    for (const { device } of stayed) expect(after.get(device)).toBe(before.get(device));
    expect(new Set(after.values()).size).toBe(after.size);
  });

  test("leave the picture as it is when nobody comes or goes", () => {
    const slots = placePeers(NO_SLOTS, peersOf(0, 9));
    expect(placePeers(slots, peersOf(0, 9).toReversed())).toBe(slots);
  });

  test("are sixty at most; who has no place gets the next one that becomes free", () => {
    const all = peersOf(0, 70);
    const slots = placePeers(NO_SLOTS, all);
    expect(slots.size).toBe(MOST_DRAWN);
    expect(new Set(slots.values()).size).toBe(MOST_DRAWN);
    const leaving = [...slots.keys()].slice(0, 4);
    const after = placePeers(
      slots,
      all.filter(({ device }) => !leaving.includes(device)),
    );
    expect(after.size).toBe(MOST_DRAWN);
    expect([...after.keys()].filter((device) => !slots.has(device))).toHaveLength(4);
  });

  test("are at least a dot apart, within the picture", () => {
    const points = Array.from({ length: MOST_DRAWN }, (_, slot) => pointOf(slot));
    const distances = points.flatMap(({ x, y }, index) =>
      points.slice(index + 1).map((other) => Math.hypot(x - other.x, y - other.y)),
    );
    expect(Math.min(...distances) * 138).toBeGreaterThan(20);
    expect(Math.max(...points.map(({ x, y }) => Math.hypot(x, y)))).toBeLessThanOrEqual(1 + 1e-9);
  });
});
