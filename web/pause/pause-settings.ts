/** What the visitor allows this browser, for good; and where that is kept. All tabs of the browser have the same. */
import * as v from "valibot";
import type { Intensity } from "../../worker/api.ts";
import { DAYS_PER_WEEK, MINUTES_PER_DAY, type Schedule } from "./schedule.ts";

export interface PauseSettings {
  readonly intensity: Intensity;
  readonly onBattery: boolean;
  /** On a computer; a phone never trains in the background. */
  readonly inBackground: boolean;
  /** On mobile data, and where the browser saves data, nothing starts without a word from the visitor. */
  readonly asksOnMetered: boolean;
  /** Null: at any time. */
  readonly schedule: Schedule | null;
  /** Megabytes an hour, in and out; 0 is no limit. */
  readonly dataCapMb: number;
  /** The screen stays on while the tab trains and is looked at. */
  readonly keepsScreenOn: boolean;
  /** Links go through the operator's relay alone, which hides this computer's network address. */
  readonly isRelayOnly: boolean;
}

/** Careful with what cannot be seen to cost (battery, data), useful in all else: a tab in the background goes on, with half at most. */
export const DEFAULT_SETTINGS: PauseSettings = {
  intensity: "half",
  onBattery: false,
  inBackground: true,
  asksOnMetered: true,
  schedule: null,
  dataCapMb: 0,
  keepsScreenOn: false,
  isRelayOnly: false,
};

export const SETTINGS_KEY = "tabloom.pauseSettings";
/** More in an hour than any project's rounds can move. */
export const MAX_DATA_CAP_MB = 100_000;
const VERSION = 1;

const minute = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MINUTES_PER_DAY - 1));
const weekday = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(DAYS_PER_WEEK - 1));

const settingsSchema = v.object({
  version: v.literal(VERSION),
  intensity: v.picklist(["light", "half", "full"]),
  onBattery: v.boolean(),
  inBackground: v.boolean(),
  asksOnMetered: v.boolean(),
  schedule: v.nullable(
    v.object({
      days: v.pipe(v.array(weekday), v.maxLength(DAYS_PER_WEEK)),
      fromMinute: minute,
      toMinute: minute,
    }),
  ),
  dataCapMb: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_DATA_CAP_MB)),
  keepsScreenOn: v.boolean(),
  isRelayOnly: v.optional(v.boolean(), false), // was no setting at first
});

/** The settings in `text`; the default ones when it is missing, damaged, or of another version. */
export function parseSettings(text: string | null): PauseSettings {
  if (text === null) return DEFAULT_SETTINGS;
  try {
    const result = v.safeParse(settingsSchema, JSON.parse(text));
    if (!result.success) return DEFAULT_SETTINGS;
    const { version: _, ...settings } = result.output;
    return settings;
  } catch {
    return DEFAULT_SETTINGS; // not JSON
  }
}

export interface SettingsStore {
  readonly read: () => PauseSettings;
  readonly change: (part: Partial<PauseSettings>) => void;
  /** Hears of changes here and in other tabs. @returns ends it */
  readonly subscribe: (listener: () => void) => () => void;
}

/** @param storage undefined where the browser keeps nothing: then they last as long as the page */
export function createSettingsStore(storage: Storage | undefined, page: EventTarget): SettingsStore {
  const listeners = new Set<() => void>();
  const tell = () => listeners.forEach((listener) => listener());
  let current = parseSettings(readKept(storage));
  page.addEventListener("storage", (event) => {
    const { key, newValue } = event as StorageEvent;
    if (key !== SETTINGS_KEY) return;
    current = parseSettings(newValue);
    tell();
  });
  return {
    read: () => current,
    change(part) {
      current = { ...current, ...part };
      try {
        storage?.setItem(SETTINGS_KEY, JSON.stringify({ version: VERSION, ...current }));
      } catch {
        // Full: it holds for this page all the same.
      }
      tell();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function readKept(storage: Storage | undefined): string | null {
  try {
    return storage?.getItem(SETTINGS_KEY) ?? null;
  } catch {
    return null; // blocked
  }
}
