/** What one stranger, and all together, may take from the server. */
import { JOIN_TIMEOUT_MS, PEERS_INTERVAL_MS } from "../shared/protocol/signaling.ts";

/** So many within each window of this length, for each key. */
export interface Allowance {
  readonly count: number;
  readonly seconds: number;
}

/** "Network" is what the server sees of a visitor: an IPv4 address, or the first 56 bits of an IPv6 address. */
export interface ServerLimits {
  /** All sockets together. One takes about 10 kB. */
  readonly maxSockets: number;
  /** A household, an office or a school class shares one network. */
  readonly socketsPerNetwork: number;
  /** Attempts to open a socket, the refused ones too: reconnecting with backoff takes a few per minute and tab. */
  readonly connectionsPerNetwork: Allowance;
  /** Whatever a socket sends, pings included. 16 tabs of one network that connect to each other at once send about 1,500. */
  readonly messagesPerNetwork: Allowance;
  /** For each device key. Connecting to a full cell takes about 200. */
  readonly messagesPerDevice: Allowance;
  /** For each device key. A reload is a join. */
  readonly joinsPerDevice: Allowance;
  /** A socket that has not joined by then is closed. */
  readonly joinTimeoutMs: number;
  /** Introductions on request at most this often for each device. */
  readonly peersIntervalMs: number;
  /** A socket that did not answer the ping before this one is dead. Proxies close silent sockets after 60 s. */
  readonly pingIntervalMs: number;
  /** A refused socket that does not close by itself is cut after this. */
  readonly closeTimeoutMs: number;
  /** Bytes waiting for one socket; a receiver this slow is cut, because nothing is queued for anybody. */
  readonly bufferedBytes: number;
  /** How long a stop waits for sockets and answers under way. */
  readonly stopGraceMs: number;
}

export const DEFAULT_LIMITS: ServerLimits = {
  maxSockets: 20_000,
  socketsPerNetwork: 64,
  connectionsPerNetwork: { count: 240, seconds: 60 },
  messagesPerNetwork: { count: 5_000, seconds: 10 },
  messagesPerDevice: { count: 600, seconds: 10 },
  joinsPerDevice: { count: 30, seconds: 60 },
  joinTimeoutMs: JOIN_TIMEOUT_MS,
  peersIntervalMs: PEERS_INTERVAL_MS,
  pingIntervalMs: 25_000,
  closeTimeoutMs: 2_000,
  bufferedBytes: 262_144,
  stopGraceMs: 5_000,
};
