/** A yes that was given before: it saves a question for a day, on the site where it was ticked, and ends by itself. */
import { expect, test } from "vitest";
import { hasAgreedBefore, rememberConsent } from "../../../web/embed/frame/consent.ts";

const HOUR_MS = 3_600_000;
const NOW_MS = Date.UTC(2026, 10, 28);

/** As much of a Storage as is used. */
function storageWith(kept: Map<string, string>): Storage {
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  } as unknown as Storage;
}

test("lasts a day, and looking at it does not make it last longer", () => {
  const storage = storageWith(new Map());
  expect(hasAgreedBefore(storage, NOW_MS)).toBe(false);
  rememberConsent(storage, NOW_MS);
  for (const hours of [0, 12, 23]) expect(hasAgreedBefore(storage, NOW_MS + hours * HOUR_MS)).toBe(true);
  for (const hours of [24, 25, 1000]) expect(hasAgreedBefore(storage, NOW_MS + hours * HOUR_MS)).toBe(false);
});

test.each(["", "yes", "NaN", "Infinity", "1e300", String(NOW_MS + 25 * HOUR_MS)])(
  "what somebody else wrote there is no yes: %j",
  (text) => {
    const kept = new Map<string, string>();
    const storage = storageWith(kept);
    rememberConsent(storage, NOW_MS);
    for (const key of kept.keys()) kept.set(key, text);
    expect(hasAgreedBefore(storage, NOW_MS)).toBe(false);
  },
);

test("where the browser keeps nothing it asks each time", () => {
  const blocked = {
    getItem: () => {
      throw new DOMException("blocked", "SecurityError");
    },
    setItem: () => {
      throw new DOMException("blocked", "SecurityError");
    },
  } as unknown as Storage;
  for (const storage of [undefined, blocked]) {
    rememberConsent(storage, NOW_MS);
    expect(hasAgreedBefore(storage, NOW_MS)).toBe(false);
  }
});
