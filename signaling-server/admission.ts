/** Decides before a WebSocket exists whether a request may have one: the cheapest refusal is the earliest. */
import type { IncomingMessage } from "node:http";
import { isAddress, MAX_TOKEN_CHARACTERS, SIGNALING_PATH } from "../shared/protocol/signaling.ts";
import { createBucket } from "./bucket.ts";
import type { ServerLimits } from "./limits.ts";
import { isAllowedOrigin, networkOf, type AllowedOrigins } from "./network.ts";

/** HTTP statuses of refusals; the names are labels in the metrics. */
const STATUSES = {
  path: "404 Not Found",
  address: "400 Bad Request",
  origin: "403 Forbidden",
  "connection-rate": "429 Too Many Requests",
  "network-full": "429 Too Many Requests",
  "server-full": "503 Service Unavailable",
} as const;
export type AdmissionRefusal = keyof typeof STATUSES;

export interface Admitted {
  readonly address: string;
  readonly key: string;
  readonly token: string;
  readonly network: string;
}

export type Admission =
  | ({ readonly ok: true } & Admitted)
  | { readonly ok: false; readonly reason: AdmissionRefusal; readonly status: string };

export interface AdmissionOptions {
  readonly limits: ServerLimits;
  readonly allowedOrigins: AllowedOrigins;
  readonly trustedProxies: number;
}

export class AdmissionDesk {
  readonly #options: AdmissionOptions;
  readonly #connections;
  readonly #socketsOf = new Map<string, number>();
  #socketCount = 0;

  constructor(options: AdmissionOptions) {
    this.#options = options;
    this.#connections = createBucket(options.limits.connectionsPerNetwork);
  }

  /** Says whether this request may become a socket. Takes no place yet: see `enter`. */
  async decide(request: IncomingMessage): Promise<Admission> {
    const { limits, allowedOrigins, trustedProxies } = this.#options;
    const url = parsePath(request.url);
    if (url?.pathname !== SIGNALING_PATH) return refusal("path");
    if (!isAllowedOrigin(request, allowedOrigins)) return refusal("origin");
    const network = networkOf(request, trustedProxies);
    if (!(await this.#connections.take(network))) return refusal("connection-rate");
    const address = url.searchParams.get("id") ?? "";
    const key = url.searchParams.get("key") ?? "";
    const token = url.searchParams.get("token") ?? "";
    if (!isAddress(address) || token.length > MAX_TOKEN_CHARACTERS) return refusal("address");
    if ((this.#socketsOf.get(network) ?? 0) >= limits.socketsPerNetwork) return refusal("network-full");
    if (this.#socketCount >= limits.maxSockets) return refusal("server-full");
    return { ok: true, address, key, token, network };
  }

  /** Counts a socket of this network. @returns what to call, once, when the socket is closed */
  enter(network: string): () => void {
    this.#socketCount++;
    this.#socketsOf.set(network, (this.#socketsOf.get(network) ?? 0) + 1);
    return () => {
      this.#socketCount--;
      const left = (this.#socketsOf.get(network) ?? 1) - 1;
      if (left > 0) this.#socketsOf.set(network, left);
      else this.#socketsOf.delete(network);
    };
  }
}

function refusal(reason: AdmissionRefusal): Admission {
  return { ok: false, reason, status: STATUSES[reason] };
}

/** Only paths: a request that names a whole URL is not for us. */
function parsePath(url = ""): URL | undefined {
  return url.startsWith("/") && URL.canParse(url, "http://server")
    ? new URL(url, "http://server")
    : undefined;
}
