/**
 * The mark that everything is to be deleted. The page that is asked for it leaves the mark and loads itself again: a page that
 * has just begun has no worker, no open database and no service worker, so nothing can hold on to what is deleted.
 */
import { storageOf } from "../storage-of.ts";

export interface EraseReport {
  /** Names of databases that another tab did not let go. */
  readonly heldDatabases: readonly string[];
  /** Without a network the program had to stay. */
  readonly keepsProgram: boolean;
}

const ERASE_KEY = "tabloom.erase";
const tab = () => storageOf(() => sessionStorage);

let report: EraseReport | null = null;

/** "all", or "data": without a network the page could not be loaded again, so the program stays. */
export type EraseExtent = "all" | "data";

/** @returns null where nothing is to be deleted */
export function dueErase(): EraseExtent | null {
  const mark = tab()?.getItem(ERASE_KEY) ?? null;
  return mark === "all" || mark === "data" ? mark : null;
}

export const markErase = (extent: EraseExtent): void => tab()?.setItem(ERASE_KEY, extent);

/** What was deleted when this page began; null where nothing was. */
export const lastErase = (): EraseReport | null => report;

/** The mark itself is gone with all else. */
export function rememberErase(done: EraseReport): void {
  report = done;
}
