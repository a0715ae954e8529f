/** What a browser keeps of the ledger, read past the program, and what must never be found in it. */
import type { Frame, Page } from "playwright-core";
import { fromHex } from "../../shared/core/bytes.ts";
import { hashOf } from "../../shared/core/hash.ts";
import type { Hash, PeerId } from "../../shared/core/ids.ts";
import { isFeedContent, openRecord, type RecordContent } from "../../shared/ledger/record-content.ts";
import { LEDGER_NAME } from "./ledger-databases.ts";

export interface KeptRecord {
  readonly hash: Hash;
  readonly content: RecordContent;
}

/** @param page of the program's origin, or a frame that is @throws when a row cannot be read */
export async function readKeptRecords(page: Page | Frame): Promise<readonly KeptRecord[]> {
  const rows = await readStore(page, "records");
  return rows.map((hex) => {
    const bytes = fromHex(hex);
    const opened = openRecord(bytes);
    if (!opened.ok) throw new Error(`a record that was kept cannot be read: ${opened.reason}`);
    return { hash: hashOf(bytes), content: opened.content };
  });
}

/** Bytes of all rows, as text; none where there is no database. */
function readStore(page: Page | Frame, store: string): Promise<readonly string[]> {
  return page.evaluate(
    async ([database, name]) => {
      const names = (await indexedDB.databases()).map((each) => each.name);
      if (!names.includes(database)) return []; // to open it would make it
      const opening = indexedDB.open(database);
      return new Promise<string[]>((resolve, reject) => {
        opening.addEventListener("error", () => reject(opening.error!));
        opening.addEventListener("success", () => {
          const reading = opening.result.transaction(name).objectStore(name).getAll();
          reading.addEventListener("error", () => reject(reading.error!));
          reading.addEventListener("success", () => {
            opening.result.close();
            const rows = reading.result as readonly { readonly bytes: Uint8Array }[];
            resolve(
              rows.map(({ bytes }) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")),
            );
          });
        });
      });
    },
    [LEDGER_NAME, store] as const,
  );
}

/** Places of feeds that were signed for twice, as "device/seq", and proofs of such places. */
export function doubleSignatures(records: readonly KeptRecord[]): readonly string[] {
  const byPlace = new Map<string, Set<Hash>>();
  const proofs: string[] = [];
  for (const { hash, content } of records) {
    if (content.type === "fork-proof") proofs.push(`fork proof ${hash}`);
    if (!isFeedContent(content)) continue;
    const place = `${content.device}/${content.seq}`;
    byPlace.set(place, (byPlace.get(place) ?? new Set()).add(hash));
  }
  const twice = [...byPlace].filter(([, hashes]) => hashes.size > 1).map(([place]) => place);
  return [...twice, ...new Set(proofs)];
}

/** Devices that say they are of one person, with the number of their records. */
export function feedLengths(records: readonly KeptRecord[]): ReadonlyMap<PeerId, number> {
  const lengths = new Map<PeerId, number>();
  const seen = new Set<Hash>();
  for (const { hash, content } of records) {
    if (!isFeedContent(content) || seen.has(hash)) continue;
    seen.add(hash);
    lengths.set(content.device, (lengths.get(content.device) ?? 0) + 1);
  }
  return lengths;
}
