/**
 * Where peers stand around this tab: each at the place on the circle that its key says, as the key of a person says the hue,
 * or in the nearest slot that is free. Who is there keeps the slot, so that nobody moves when somebody comes or goes.
 */
import type { PeerId } from "../../shared/core/ids.ts";
import type { DrawnPeer } from "./swarm-peers.ts";

/** As many are drawn, and no more. */
export const MOST_DRAWN = 60;

/** Slots by device: 0 … MOST_DRAWN − 1. */
export type Slots = ReadonlyMap<PeerId, number>;

export const NO_SLOTS: Slots = new Map();

/** @param before as it was drawn last @param peers whom to leave out comes last @returns `before` itself where nothing changes */
export function placePeers(before: Slots, peers: readonly Pick<DrawnPeer, "device">[]): Slots {
  const slots = new Map<PeerId, number>();
  const taken = new Set<number>();
  const take = (device: PeerId, slot: number) => {
    slots.set(device, slot);
    taken.add(slot);
  };
  for (const { device } of peers) {
    const slot = before.get(device);
    if (slot !== undefined) take(device, slot);
  }
  for (const { device } of peers) {
    if (slots.has(device) || slots.size >= MOST_DRAWN) continue;
    take(device, freeSlot(homeSlot(device), taken));
  }
  const isSame = slots.size === before.size && [...slots.keys()].every((device) => before.has(device));
  return isSame ? before : slots;
}

/** The first two bytes, as a share of the circle. Of the device and not of the person, whose key becomes known later: then it would move. */
const homeSlot = (device: PeerId): number =>
  Math.floor((Number.parseInt(device.slice(0, 4), 16) / 0x1_0000) * MOST_DRAWN);

/** One step after, one before, two after … There is one, as long as fewer than all are taken. */
function freeSlot(home: number, taken: ReadonlySet<number>): number {
  for (let step = 0; step < MOST_DRAWN; step += 1) {
    const distance = Math.ceil(step / 2) * (step % 2 === 1 ? 1 : -1);
    const slot = (home + distance + MOST_DRAWN) % MOST_DRAWN;
    if (!taken.has(slot)) return slot;
  }
  return home;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Every second slot lies further in: neighbours have room for a finger. */
export const INNER = 0.74;

/** From the centre of a circle with radius 1; the first slot is at the top, the others follow clockwise. */
export function pointOf(slot: number): Point {
  const angle = (slot / MOST_DRAWN) * 2 * Math.PI;
  const radius = slot % 2 === 0 ? 1 : INNER;
  return { x: radius * Math.sin(angle), y: -radius * Math.cos(angle) };
}
