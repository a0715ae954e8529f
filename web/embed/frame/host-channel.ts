/** Tells the host page what the widget does, once that is more than its offer. It hears nothing. */
import { HELLO, HOST_MESSAGE_VERSION, type HostState, type StateMessage } from "../host-message.ts";

/** Steps are counted for the host as often as a figure can be read. */
const TELL_EVERY_MS = 1000;

export interface HostChannel {
  readonly tell: (state: HostState, steps: number) => void;
}

/**
 * @param host the window of the host's page
 * @param site origin of that page: a page that has taken its place is not told; with null nobody is
 * @param nowMs of any clock that runs evenly
 */
export function openHostChannel(
  host: Pick<Window, "postMessage">,
  site: string | null,
  nowMs: () => number,
): HostChannel {
  let port: MessagePort | null = null;
  let last: StateMessage = { v: HOST_MESSAGE_VERSION, type: "state", state: "offer", steps: 0 }; // a host takes that for granted
  let toldAtMs = -Infinity;
  return {
    tell(state, steps) {
      const isSame = last.state === state;
      if (site === null || (isSame && (last.steps === steps || nowMs() - toldAtMs < TELL_EVERY_MS))) return;
      last = { v: HOST_MESSAGE_VERSION, type: "state", state, steps };
      toldAtMs = nowMs();
      port ??= greet(host, site);
      port.postMessage(last);
    },
  };
}

/** @returns this side's end of what the host is told over */
function greet(host: Pick<Window, "postMessage">, site: string): MessagePort {
  const { port1, port2 } = new MessageChannel();
  host.postMessage(HELLO, site, [port2]);
  return port1;
}
