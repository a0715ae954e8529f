/**
 * Keeps one connection to one of several signaling servers: connects, proves the device key, learns who is there, and comes back
 * after a loss. Links between peers do not depend on it.
 */
import { unreachable } from "../core/assert.ts";
import { toHex } from "../core/bytes.ts";
import type { Hash } from "../core/ids.ts";
import type { Random } from "../core/random.ts";
import type { Clock } from "../ports/clock.ts";
import type { Signer } from "../ports/signatures.ts";
import { JOIN_TIMEOUT_MS, joinMessage, SIGNALING_KEY, SIGNALING_PATH } from "../protocol/signaling.ts";
import { parseServerMessage, type PeerSignal, type ServerMessage } from "./peer-signal.ts";

/** Before the first connection the whole list is tried quickly. */
const FIRST_TRIES_MS = 1_000;
/**
 * A lost server is looked for after a random part of this (full jitter), doubled up to the maximum: a thousand tabs that come back
 * make 200 joins a second, and whoever is new waits at most the maximum for the others to be there again.
 */
const RECONNECT_FIRST_MS = 5_000;
const RECONNECT_MAX_MS = 10_000;
/**
 * After so long a silence we send ourselves a message, which the server carries back. TCP would believe for a quarter of an hour in a
 * connection that died with the network it came from (Wi-Fi left, NAT forgot, computer slept), and what is sent into it is lost.
 */
const HEARTBEAT_INTERVAL_MS = 20_000;
/** A connection on which nothing at all has arrived by then is dead, however slow the network. */
const ANSWER_TIMEOUT_MS = 10_000;
/** Of a server's own words, shown to people. */
const MAX_DETAIL_CHARACTERS = 160;

export interface SignalingSocket {
  send(text: string): void;
  close(): void;
}
/** Opens a WebSocket; the handlers are called later, never inside the call. A failure to connect is `onClosed`. */
export type OpenSocket = (
  url: string,
  handlers: { readonly onText: (text: string) => void; readonly onClosed: () => void },
) => SignalingSocket;

export interface SignalingOptions {
  /** Base addresses, such as "wss://example.org/"; tried in this order, from the start. At least one. */
  readonly servers: readonly string[];
  readonly address: string;
  /** The project. */
  readonly room: Hash;
  readonly signer: Signer;
  /** Unguessable: whoever shows it again takes the address over after a broken connection. */
  readonly token: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly openSocket: OpenSocket;
}

export interface SignalingHooks {
  onState(state: "online" | "offline", detail: string): void;
  onPeers(addresses: readonly string[]): void;
  onSignal(from: string, signal: PeerSignal): void;
  /** The server does not know this address: what was sent to it is lost. */
  onAbsent(address: string): void;
}

export class SignalingClient {
  readonly #options: SignalingOptions;
  readonly #hooks: SignalingHooks;
  #socket: SignalingSocket | undefined;
  #isOnline = false;
  #wasOnline = false;
  #attempts = 0;
  #failures = 0;
  #detail = "";
  /** Whether the server owes us a sign of life. */
  #isProbing = false;
  #cancelTimer: (() => void) | undefined;
  #isStopped = false;

  constructor(options: SignalingOptions, hooks: SignalingHooks) {
    this.#options = options;
    this.#hooks = hooks;
  }

  start(): void {
    this.#wait(0, () => this.#connect());
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancelTimer?.();
    this.#socket?.close();
    this.#socket = undefined;
    this.#isOnline = false;
  }

  /** @returns false when there is no server to carry it */
  send(to: string, signal: PeerSignal): boolean {
    if (!this.#isOnline) return false;
    this.#write({ ...signal, dst: to });
    return true;
  }

  /** Asks who is there; the answer is `onPeers`. */
  askPeers(): void {
    if (!this.#isOnline) return;
    this.#write({ type: "PEERS" });
    this.#probe();
  }

  #connect(): void {
    const { servers, address, token, openSocket } = this.#options;
    const server = servers[this.#attempts++ % servers.length]!;
    const query = new URLSearchParams({ key: SIGNALING_KEY, id: address, token });
    this.#detail = `${server} does not answer`;
    this.#wait(JOIN_TIMEOUT_MS, () => this.#fail());
    try {
      const socket = openSocket(`${server.replace(/\/$/, "")}${SIGNALING_PATH}?${query.toString()}`, {
        onText: (text) => {
          if (this.#socket === socket) this.#receive(text, server);
        },
        onClosed: () => {
          if (this.#socket === socket) this.#fail();
        },
      });
      this.#socket = socket;
    } catch (error) {
      this.#detail = `${server} cannot be asked: ${String(error)}`.slice(0, MAX_DETAIL_CHARACTERS);
      this.#fail();
    }
  }

  #receive(text: string, server: string): void {
    const parsed = parseServerMessage(text);
    if (parsed.ok) this.#handle(parsed.message, server);
    if (this.#isOnline) this.#beat(); // whatever it was, the server lives
  }

  #handle(message: ServerMessage, server: string): void {
    switch (message.type) {
      case "CHALLENGE":
        void this.#join(message.payload.nonce);
        return;
      case "PEERS":
        this.#enter(server);
        this.#hooks.onPeers(message.payload.peers.filter((address) => address !== this.#options.address));
        return;
      case "SIGNAL":
        if (this.#isOnline) this.#hooks.onSignal(message.src, message.signal);
        return;
      case "EXPIRE":
        this.#hooks.onAbsent(message.src);
        return;
      case "ERROR":
      case "ID-TAKEN":
      case "INVALID-KEY":
        this.#detail = `${server} refuses: ${message.payload.msg || message.type}`.slice(
          0,
          MAX_DETAIL_CHARACTERS,
        );
        return; // it closes the socket
      case "OPEN":
      case "LEAVE":
        return;
      default:
        unreachable(message);
    }
  }

  async #join(nonce: string): Promise<void> {
    const { room, address, signer } = this.#options;
    const socket = this.#socket;
    try {
      const signature = toHex(await signer.sign(joinMessage(nonce, room, address)));
      if (this.#socket === socket)
        this.#write({ type: "JOIN", payload: { room, device: signer.device, signature } });
    } catch (error) {
      this.#detail = `the device key cannot sign: ${String(error)}`;
      if (this.#socket === socket) this.#fail();
    }
  }

  #enter(server: string): void {
    if (this.#isOnline) return;
    this.#isOnline = true;
    this.#wasOnline = true;
    this.#failures = 0;
    this.#detail = `the connection to ${server} is lost`;
    this.#hooks.onState("online", server);
  }

  #beat(): void {
    this.#isProbing = false;
    this.#wait(HEARTBEAT_INTERVAL_MS, () => this.#probe());
  }

  /** Sends ourselves a LEAVE, which nobody reads. PEERS would not do: it gets no answer where it is asked too often. */
  #probe(): void {
    if (this.#isProbing) return; // asking again does not make the first question younger
    this.#isProbing = true;
    this.#write({ type: "LEAVE", dst: this.#options.address });
    this.#wait(ANSWER_TIMEOUT_MS, () => this.#fail());
  }

  #fail(): void {
    this.#socket?.close();
    this.#socket = undefined;
    this.#isOnline = false;
    this.#isProbing = false;
    this.#wait(this.#nextDelayMs(), () => this.#connect());
    this.#hooks.onState("offline", this.#detail);
  }

  #nextDelayMs(): number {
    const part = this.#options.random.uniform(this.#attempts);
    const failures = this.#failures++;
    if (!this.#wasOnline && failures < this.#options.servers.length) return part * FIRST_TRIES_MS;
    return part * Math.min(RECONNECT_MAX_MS, RECONNECT_FIRST_MS * (failures + 1));
  }

  #write(message: object): void {
    this.#socket?.send(JSON.stringify(message));
  }

  /** There is one thing to wait for at a time. */
  #wait(delayMs: number, callback: () => void): void {
    this.#cancelTimer?.();
    if (!this.#isStopped) this.#cancelTimer = this.#options.clock.setTimer(delayMs, callback);
  }
}
