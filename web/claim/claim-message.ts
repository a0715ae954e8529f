/**
 * What a widget's frame and the claim window say to each other: two windows of one origin, whose storage the browser keeps apart. Written without a schema
 * library, because the frame is a few kilobytes on other people's pages. Whatever else comes is not read.
 *
 *   window: ready            frame: claim (which device, given on which site)
 *   window: yes              frame: place (where the device writes next)
 *   window: ticket           frame: done, or place again when the device has written meanwhile, or failed
 *   window: no
 */
import { isHash, type PeerId } from "../../shared/core/ids.ts";
import { isSite } from "../../shared/core/site.ts";
import type { FeedPlace } from "../../shared/ledger/record.ts";
import type { OwnerTicket } from "../../worker/ledger-api.ts";

export const CLAIM_VERSION = 1;

/** Why the frame cannot go on. */
export const CLAIM_FAULTS = ["claimed", "unable"] as const;
export type ClaimFault = (typeof CLAIM_FAULTS)[number];

type Versioned<Message> = Message & { readonly v: typeof CLAIM_VERSION };

export type FromFrame =
  | { readonly type: "claim"; readonly device: PeerId; readonly site: string }
  | { readonly type: "place"; readonly place: FeedPlace }
  | { readonly type: "done"; readonly record: Uint8Array }
  | { readonly type: "failed"; readonly fault: ClaimFault };

export type FromWindow =
  | { readonly type: "ready" | "yes" | "no" }
  | { readonly type: "ticket"; readonly ticket: OwnerTicket };

/** So often a place is signed for, at most: a device writes once in a round, and all this takes moments. */
export const CLAIM_TRIES = 5;

const SIGNATURE_BYTES = 64;
/** A record of a feed (FEED_RECORD_BYTES). */
const RECORD_BYTES = 1_900;

export const versioned = <Message extends FromFrame | FromWindow>(message: Message): Versioned<Message> => ({
  v: CLAIM_VERSION,
  ...message,
});

export function readFromFrame(data: unknown): FromFrame | null {
  switch (typeOf(data)) {
    case "claim":
      return has(data, ["v", "type", "device", "site"], { device: isName, site: isSiteText })
        ? (data as FromFrame)
        : null;
    case "place":
      return has(data, ["v", "type", "place"], { place: isPlace }) ? (data as FromFrame) : null;
    case "done":
      return has(data, ["v", "type", "record"], { record: isRecord }) ? (data as FromFrame) : null;
    case "failed":
      return has(data, ["v", "type", "fault"], { fault: isFault }) ? (data as FromFrame) : null;
    default:
      return null;
  }
}

export function readFromWindow(data: unknown): FromWindow | null {
  switch (typeOf(data)) {
    case "ready":
    case "yes":
    case "no":
      return has(data, ["v", "type"], {}) ? (data as FromWindow) : null;
    case "ticket":
      return has(data, ["v", "type", "ticket"], { ticket: isTicket }) ? (data as FromWindow) : null;
    default:
      return null;
  }
}

function typeOf(data: unknown): unknown {
  if (typeof data !== "object" || data === null) return null;
  const { v, type } = data as { readonly v?: unknown; readonly type?: unknown };
  return v === CLAIM_VERSION ? type : null;
}

type Check = (value: unknown) => boolean;

const isName: Check = (value) => typeof value === "string" && isHash(value);
const isSiteText: Check = (value) => typeof value === "string" && isSite(value);
const isCount: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const isFault: Check = (value) => CLAIM_FAULTS.some((fault) => fault === value);
const isRecord: Check = (value) =>
  value instanceof Uint8Array && value.length > 0 && value.length <= RECORD_BYTES;
const isSignature: Check = (value) => value instanceof Uint8Array && value.length === SIGNATURE_BYTES;
const isPlace: Check = (value) =>
  has(value, ["device", "seq", "prev"], { device: isName, seq: isCount, prev: isName });
const isTicket: Check = (value) =>
  has(value, ["place", "root", "at", "signature"], {
    place: isPlace,
    root: isName,
    at: isCount,
    signature: isSignature,
  });

/** A plain object with these names and no others, each as its check says. */
function has(data: unknown, names: readonly string[], checks: Readonly<Record<string, Check>>): boolean {
  if (typeof data !== "object" || data === null) return false;
  const own = Object.keys(data);
  if (own.length !== names.length || !names.every((name) => Object.hasOwn(data, name))) return false;
  return Object.entries(checks).every(([name, check]) => check((data as Record<string, unknown>)[name]));
}
