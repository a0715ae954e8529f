/** A device that a test can change, as the page sees it; and the connections that the page opens. */
import type { Frame, Page } from "playwright-core";

export type Emulated = "battery" | "connection" | "visibility";

/** Changes what a page, or a frame in it, reads of the browser, and tells it. */
export const tell = (place: Page | Frame, target: Emulated, values: object): Promise<void> =>
  place.evaluate(
    ([name, next]) => {
      const emulated = (globalThis as unknown as Record<string, EventTarget>)[name];
      const events = { battery: "chargingchange", connection: "change", visibility: "visibilitychange" };
      const listener = name === "visibility" ? document : emulated;
      Object.assign(emulated ?? {}, next);
      listener?.dispatchEvent(new Event(events[name]));
    },
    [target, values] as const,
  );

/** Runs in the page: a battery, a network and a visibility that a test can change. */
export function emulateDevice(): void {
  const battery = Object.assign(new EventTarget(), { charging: true });
  const connection = Object.assign(new EventTarget(), { saveData: false, type: "wifi" });
  const visibility = { isHidden: false };
  Object.assign(globalThis, { battery, connection, visibility });
  Object.assign(Navigator.prototype, { getBattery: async () => battery });
  Object.defineProperty(Navigator.prototype, "connection", { get: () => connection });
  Object.defineProperty(document, "hidden", { get: () => visibility.isHidden });
}

/** Runs in the page: remembers all connections. */
export function recordConnections(): void {
  const connections: RTCPeerConnection[] = [];
  class Recorded extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      connections.push(this);
    }
  }
  Object.assign(globalThis, { connections, RTCPeerConnection: Recorded });
}
