/** How this worker reaches other peers: the page owns the connections and lends a port to them; the server says where else to look. */
import * as v from "valibot";
import { toHex } from "../shared/core/bytes.ts";
import { TabloomError } from "../shared/core/errors.ts";
import type { Hash } from "../shared/core/ids.ts";
import type { Signer } from "../shared/ports/signatures.ts";
import type { Transport } from "../shared/ports/transport.ts";
import { CONFIG_PATH, type SignalingConfig, signalingConfigSchema } from "../shared/protocol/signaling.ts";
import type { OpenNetworkPort } from "./api.ts";
import { openTransport } from "./transport-bridge.ts";

const ADDRESS_BYTES = 16;
/** Not to be had by then, it is left out: the run must begin. A page's own server answers within a second. */
const CONFIG_TIMEOUT_MS = 5_000;
const NO_CONFIG: SignalingConfig = { iceServers: [], signalingServers: [] };

/** The page has not lent a port. */
class NetworkError extends TabloomError {
  override readonly name = "NetworkError";
}

export class Network {
  #openPort: OpenNetworkPort = () =>
    Promise.reject(new NetworkError("the page did not connect the worker to the network"));

  attach(openPort: OpenNetworkPort): void {
    this.#openPort = openPort;
  }

  /** Joins a project's room. The server may be away: the transport goes on trying. */
  async join(room: Hash, signer: Signer, isRelayOnly: boolean): Promise<Transport> {
    const [port, { iceServers, signalingServers }] = await Promise.all([this.#openPort(), loadConfig()]);
    const start = {
      address: toHex(crypto.getRandomValues(new Uint8Array(ADDRESS_BYTES))),
      room,
      device: signer.device,
      servers: [homeServer(), ...signalingServers],
      iceServers,
      isRelayOnly,
    };
    return openTransport(port, start, signer);
  }
}

/** The server that this page came from. */
function homeServer(): string {
  const url = new URL("/", location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}

/** What the operator configured; nothing when the server is away, does not answer in time or serves something else. */
async function loadConfig(): Promise<SignalingConfig> {
  try {
    const response = await fetch(new URL(CONFIG_PATH, location.origin), {
      signal: AbortSignal.timeout(CONFIG_TIMEOUT_MS),
    });
    const parsed = v.safeParse(signalingConfigSchema, await response.json());
    return parsed.success ? parsed.output : NO_CONFIG;
  } catch {
    return NO_CONFIG; // without it, peers on the same network are still found
  }
}
