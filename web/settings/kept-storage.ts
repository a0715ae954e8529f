/** How much this browser keeps for the site, and whether it may delete that by itself. */
import { useCallback, useEffect, useState } from "react";

export interface KeptStorage {
  /** Bytes; null where the browser does not say. */
  readonly usedBytes: number | null;
  readonly quotaBytes: number | null;
  /** Kept until somebody deletes it; null where the browser knows no difference. */
  readonly isPersisted: boolean | null;
}

/** Missing on pages that came over plain HTTP. */
type Storage = Partial<Pick<StorageManager, "estimate" | "persisted" | "persist">> | undefined;

const browserStorage = (): Storage => (navigator as { readonly storage?: Storage }).storage;

/** @returns the figures, null until they are there, and how to read them again */
export function useKeptStorage(): readonly [KeptStorage | null, () => void] {
  const [kept, setKept] = useState<KeptStorage | null>(null);
  const look = useCallback(() => void readKeptStorage(browserStorage()).then(setKept), []);
  useEffect(look, [look]);
  return [kept, look];
}

/** What cannot be learned is null. */
export async function readKeptStorage(storage: Storage): Promise<KeptStorage> {
  const [estimate, isPersisted] = await Promise.all([
    storage?.estimate?.().catch(() => null) ?? null,
    storage?.persisted?.().catch(() => null) ?? null,
  ]);
  return { usedBytes: estimate?.usage ?? null, quotaBytes: estimate?.quota ?? null, isPersisted };
}

/** @returns whether the browser agrees: it asks the visitor, or decides by how much they use the site */
export const askToPersist = async (): Promise<boolean> => (await browserStorage()?.persist?.()) ?? false;
