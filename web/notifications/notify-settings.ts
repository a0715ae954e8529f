/** Whether the visitor wants notifications, and when the last one was: all tabs of the browser share it. */
import * as v from "valibot";

export interface NotifySettings {
  readonly isOn: boolean;
  /** Milliseconds since 1970; 0 before the first. */
  readonly lastAtMs: number;
}

/** Nobody gets any who has not asked for them. */
export const NO_NOTIFICATIONS: NotifySettings = { isOn: false, lastAtMs: 0 };

const NOTIFY_KEY = "tabloom.notifications";
const VERSION = 1;

const settingsSchema = v.object({
  version: v.literal(VERSION),
  isOn: v.boolean(),
  lastAtMs: v.pipe(v.number(), v.minValue(0), v.maxValue(8.64e15)), // what Date can hold
});

export interface NotifyMemory {
  /** As it is now: another tab may have changed it. */
  readonly read: () => NotifySettings;
  readonly change: (part: Partial<NotifySettings>) => void;
}

/** The settings in `text`; none are wanted when it is missing, damaged, or of another version. */
export function parseNotifySettings(text: string | null): NotifySettings {
  if (text === null) return NO_NOTIFICATIONS;
  try {
    const result = v.safeParse(settingsSchema, JSON.parse(text));
    return result.success ? { isOn: result.output.isOn, lastAtMs: result.output.lastAtMs } : NO_NOTIFICATIONS;
  } catch {
    return NO_NOTIFICATIONS; // not JSON
  }
}

/** @param storage undefined where the browser keeps nothing: then nobody is notified after a reload */
export function createNotifyMemory(storage: Storage | undefined): NotifyMemory {
  let unkept: NotifySettings = NO_NOTIFICATIONS;
  const read = () => {
    try {
      return storage ? parseNotifySettings(storage.getItem(NOTIFY_KEY)) : unkept;
    } catch {
      return unkept; // blocked
    }
  };
  return {
    read,
    change(part) {
      unkept = { ...read(), ...part };
      try {
        storage?.setItem(NOTIFY_KEY, JSON.stringify({ version: VERSION, ...unkept }));
      } catch {
        // Full: it holds for this page at most.
      }
    },
  };
}
