/** Deletes all that this browser keeps for the site. Runs before anything else of the page does. */
import { storageOf } from "../storage-of.ts";
import { type EraseExtent, rememberErase } from "./erase-mark.ts";
import { eraseProgram } from "./erase-program.ts";

/** Other tabs that were told to leave need about a second. */
const HELD_AFTER_MS = 5000;
/** Where the browser cannot list databases (Firefox before 126), those that there ever were. */
const KNOWN_DATABASES = [
  "tabloom-keys",
  "tabloom-ledger",
  "tabloom-heads",
  "tabloom-blobs",
  "tabloom-material",
];

export async function eraseAll(extent: EraseExtent): Promise<void> {
  // Once more: while the page went, its service worker may have kept something again.
  if (extent === "all") await eraseProgram();
  const names = await databaseNames();
  const areGone = await Promise.all(names.map(deleteDatabase));
  for (const storage of [storageOf(() => localStorage), storageOf(() => sessionStorage)]) storage?.clear();
  delete document.documentElement.dataset["theme"];
  const heldDatabases = names.filter((_, index) => !areGone[index]);
  rememberErase({ heldDatabases, keepsProgram: extent === "data" });
}

async function databaseNames(): Promise<readonly string[]> {
  try {
    return (await indexedDB.databases()).flatMap(({ name }) => name ?? []);
  } catch {
    return KNOWN_DATABASES;
  }
}

/** @returns whether it is gone. Where another tab holds it, it goes when that tab lets go */
function deleteDatabase(name: string): Promise<boolean> {
  return new Promise((resolve) => {
    try {
      const request = indexedDB.deleteDatabase(name);
      request.addEventListener("success", () => resolve(true));
      request.addEventListener("error", () => resolve(false));
      setTimeout(() => resolve(false), HELD_AFTER_MS);
    } catch {
      resolve(true); // storage is blocked: then there is none
    }
  });
}
