/** Tells the host page what the widget does. It listens for one hello, and to nothing else. */
import { HOST_MESSAGE_VERSION, type HostState, isHello, type StateMessage } from "../host-message.ts";

/** Steps are counted for the host as often as a figure can be read. */
const TELL_EVERY_MS = 1000;

export interface HostChannel {
  readonly tell: (state: HostState, steps: number) => void;
}

/**
 * @param site origin of the host's page; messages from any other are not read, and with null none at all
 * @param nowMs of any clock that runs evenly
 */
export function openHostChannel(
  page: Pick<Window, "addEventListener"> & { readonly parent: unknown },
  site: string | null,
  nowMs: () => number,
): HostChannel {
  let port: MessagePort | null = null;
  let last: StateMessage | null = null;
  let toldAtMs = -Infinity;
  page.addEventListener("message", ({ data, origin, source, ports }: MessageEvent<unknown>) => {
    const isTheHello = source === page.parent && origin === site && ports.length === 1 && isHello(data);
    if (!isTheHello || port !== null) return;
    [port = null] = ports;
    if (last) port?.postMessage(last);
  });
  return {
    tell(state, steps) {
      const isSame = last !== null && last.state === state;
      if (isSame && (last?.steps === steps || nowMs() - toldAtMs < TELL_EVERY_MS)) return;
      last = { v: HOST_MESSAGE_VERSION, type: "state", state, steps };
      toldAtMs = nowMs();
      port?.postMessage(last);
    },
  };
}
