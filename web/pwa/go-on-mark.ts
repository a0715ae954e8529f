/** A tab that trained when the visitor asked for the new version goes on by itself: they said so a moment ago. */
import { storageOf } from "../storage-of.ts";

const GO_ON_KEY = "tabloom.goOn";
/** A tab that comes back later asks, as after any other reload. */
const FRESH_MS = 60_000;

const tab = () => storageOf(() => sessionStorage);

export function markGoOn(nowMs: number): void {
  try {
    tab()?.setItem(GO_ON_KEY, String(nowMs));
  } catch {
    // Full: it asks.
  }
}

/** Whether the mark was left just now. It works once. */
export function takeGoOn(nowMs: number): boolean {
  const leftMs = Number(tab()?.getItem(GO_ON_KEY) ?? Number.NaN);
  tab()?.removeItem(GO_ON_KEY);
  return Math.abs(nowMs - leftMs) < FRESH_MS;
}
