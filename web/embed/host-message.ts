/**
 * All that passes between the widget's frame and its host page. With its first news the frame says hello, with a port; over that port it tells what it does,
 * and it hears nothing. No name, key or address of a person is in it. Written without a schema library: both sides are a few kilobytes on other people's pages.
 */

export const HOST_MESSAGE_VERSION = 1;

/** What the widget does, as far as its host is told. */
export const HOST_STATES = [
  /** Waits for the visitor's click. So it begins, and nobody is told of that. */
  "offer",
  /** The visitor said no. */
  "declined",
  "starting",
  "training",
  /** Rests by itself: battery, covered, another tab… */
  "paused",
  "stopped",
  /** Cannot run on this page. */
  "refused",
  "failed",
] as const;
export type HostState = (typeof HOST_STATES)[number];

/** From the frame to its host, once, with one port. */
export interface HelloMessage {
  readonly v: typeof HOST_MESSAGE_VERSION;
  readonly type: "hello";
}

/** From the frame, over that port. */
export interface StateMessage {
  readonly v: typeof HOST_MESSAGE_VERSION;
  readonly type: "state";
  readonly state: HostState;
  /** Training steps since the page was opened. */
  readonly steps: number;
}

export const HELLO: HelloMessage = { v: HOST_MESSAGE_VERSION, type: "hello" };

export const isHello = (data: unknown): data is HelloMessage =>
  hasExactly(data, ["v", "type"]) && data["v"] === HOST_MESSAGE_VERSION && data["type"] === "hello";

export const isStateMessage = (data: unknown): data is StateMessage =>
  hasExactly(data, ["v", "type", "state", "steps"]) &&
  data["v"] === HOST_MESSAGE_VERSION &&
  data["type"] === "state" &&
  HOST_STATES.some((state) => state === data["state"]) &&
  Number.isSafeInteger(data["steps"]) &&
  (data["steps"] as number) >= 0;

/** A plain object with these names and no others. */
function hasExactly<Name extends string>(
  data: unknown,
  names: readonly Name[],
): data is Record<Name, unknown> {
  if (typeof data !== "object" || data === null) return false;
  const own = Object.keys(data);
  return own.length === names.length && names.every((name) => Object.hasOwn(data, name));
}
