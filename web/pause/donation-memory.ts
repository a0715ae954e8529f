/**
 * What a tab remembers of its donation across a reload: in sessionStorage, which is this tab's alone, and is there again
 * when the browser had unloaded it. A page that is loaded never starts by itself; it asks.
 */
import * as v from "valibot";

export interface Donation {
  /** What the page's address said: the offer to go on is for a page about the same project. */
  readonly address: string | null;
  /** The project that was trained: where files became one, it is not what the address said at first. */
  readonly link: string | null;
  readonly isRelayOnly: boolean;
  /** When this was written: the tab was alive. Milliseconds since 1970. */
  readonly atMs: number;
  /** Steps that were made, and those that the disk has; null before the first. */
  readonly step: number | null;
  readonly savedStep: number | null;
  readonly isPaused: boolean;
  readonly snoozedUntilMs: number | null;
}

export interface DonationMemory {
  readonly read: () => Donation | null;
  /** Null: there is no donation. */
  readonly write: (donation: Donation | null) => void;
}

const DONATION_KEY = "tabloom.donation";
const VERSION = 1;

const link = v.nullable(v.pipe(v.string(), v.maxLength(64)));
const time = v.pipe(v.number(), v.minValue(0), v.maxValue(8.64e15)); // what Date can hold
const step = v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0)));

const donationSchema = v.object({
  version: v.literal(VERSION),
  address: link,
  link,
  isRelayOnly: v.boolean(),
  atMs: time,
  step,
  savedStep: step,
  isPaused: v.boolean(),
  snoozedUntilMs: v.nullable(time),
});

/** The donation in `text`, or null when it is missing, damaged, or of another version. */
export function parseDonation(text: string | null): Donation | null {
  if (text === null) return null;
  try {
    const result = v.safeParse(donationSchema, JSON.parse(text));
    if (!result.success) return null;
    const { version: _, ...donation } = result.output;
    return donation;
  } catch {
    return null; // not JSON
  }
}

/** @param storage undefined where the browser keeps nothing: then a reload forgets */
export function createDonationMemory(storage: Storage | undefined): DonationMemory {
  return {
    read() {
      try {
        return parseDonation(storage?.getItem(DONATION_KEY) ?? null);
      } catch {
        return null; // blocked
      }
    },
    write(donation) {
      try {
        if (donation === null) storage?.removeItem(DONATION_KEY);
        else storage?.setItem(DONATION_KEY, JSON.stringify({ version: VERSION, ...donation }));
      } catch {
        // Full: nobody is asked after a reload.
      }
    },
  };
}
