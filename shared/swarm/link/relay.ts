/**
 * Signaling without a server: a dial's offer and answer pass over a neighbour that both ends are linked with. One hop only, because a
 * relayed message must name its sender's own address: what came from somebody else is never passed on, so nothing can circle. The
 * neighbour could still lie to the end: the handshake over the new link is what the ends believe, and the transport gives that link up
 * for an offer that the server brings.
 */
import type { PeerId } from "../../core/ids.ts";
import { MAX_SIGNAL_BYTES } from "../../protocol/limits.ts";
import type { Message } from "../../protocol/message.ts";
import type { Draws } from "./draws.ts";
import { isAddress } from "./introductions.ts";

export type RelayMessage = Extract<Message, { readonly kind: "relay" }>;

/** Neighbours asked when nobody is known to be linked with the other end. */
const GUESSES = 2;
/** Addresses whose neighbour we remember. */
const ROUTES = 128;

export interface RelayPorts {
  readonly ownAddress: string;
  readonly draws: Draws;
  readonly peers: () => readonly PeerId[];
  readonly addressOf: (peer: PeerId) => string | undefined;
  readonly peerAt: (address: string) => PeerId | undefined;
  /** Drops it when this neighbour got enough lately. */
  readonly send: (peer: PeerId, message: RelayMessage) => void;
  readonly deliver: (from: string, payload: string) => void;
}

export class Relay {
  readonly #ports: RelayPorts;
  /** Address → the neighbour that named it or carried its last message. */
  readonly #routes = new Map<string, PeerId>();

  constructor(ports: RelayPorts) {
    this.#ports = ports;
  }

  /** `via` says that it is linked with these. */
  learn(addresses: readonly string[], via: PeerId): void {
    for (const address of addresses) {
      this.#routes.delete(address);
      this.#routes.set(address, via);
      const [oldest] = this.#routes.keys();
      if (this.#routes.size > ROUTES && oldest !== undefined) this.#routes.delete(oldest);
    }
  }

  /** Our own signaling message, which the server cannot carry. */
  signal(to: string, payload: string): void {
    if (!isAddress(to) || new TextEncoder().encode(payload).length > MAX_SIGNAL_BYTES) return;
    const { peers, addressOf, draws, send, ownAddress } = this.#ports;
    const via = this.#routes.get(to);
    const targets =
      via !== undefined && addressOf(via) !== undefined ? [via] : draws.sample(peers(), GUESSES);
    for (const target of targets) send(target, { kind: "relay", from: ownAddress, to, payload });
  }

  /** @returns false when `sender` speaks for somebody else to somebody else */
  receive(sender: PeerId, message: RelayMessage): boolean {
    const { ownAddress, addressOf, peerAt, send, deliver } = this.#ports;
    const isFromSender = message.from === addressOf(sender);
    if (message.to === ownAddress) {
      if (!isFromSender) this.learn([message.from], sender);
      if (message.from !== ownAddress) deliver(message.from, message.payload);
      return true;
    }
    if (!isFromSender) return false;
    const target = peerAt(message.to);
    if (target !== undefined && target !== sender) send(target, message);
    return true;
  }
}
