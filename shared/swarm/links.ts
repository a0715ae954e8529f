/**
 * The neighbours of this peer: who they are, that they are alive, what they may say, and what waits for them. Below is a transport that
 * promises frames; above is a participant that sees only peers with proven keys and well-formed messages at a bearable rate.
 */
import type { Hash, PeerId } from "../core/ids.ts";
import type { Random } from "../core/random.ts";
import type { Clock } from "../ports/clock.ts";
import type { Signer, Verifier } from "../ports/signatures.ts";
import type { Transport, TransportEvent } from "../ports/transport.ts";
import { blobParts } from "../protocol/blob.ts";
import { encodeMessage } from "../protocol/control.ts";
import { decodeFrame } from "../protocol/frame.ts";
import { INTRODUCED_PEERS } from "../protocol/limits.ts";
import type { BlobPart, Message } from "../protocol/message.ts";
import { Draws } from "./link/draws.ts";
import { isAddress } from "./link/introductions.ts";
import type { LinkState } from "./link/link-log.ts";
import type { LeaveReason, Link } from "./link/link.ts";
import { LinkSet } from "./link/link-set.ts";
import { Relay } from "./link/relay.ts";
import type { Offence } from "./link/score.ts";

export interface LinksPorts {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly signer: Signer;
  readonly verifier: Verifier;
  /** Nonces come from it: in earnest its seed must be unguessable and new in every session. */
  readonly random: Random;
  readonly project: Hash;
}

export type LinkEvent =
  /** It has proved its key; from now on it hears what we send. */
  | { readonly kind: "joined"; readonly peer: PeerId }
  | { readonly kind: "left"; readonly peer: PeerId; readonly reason: LeaveReason }
  | { readonly kind: "message"; readonly peer: PeerId; readonly message: ParticipantMessage }
  | { readonly kind: "part"; readonly peer: PeerId; readonly part: BlobPart }
  | { readonly kind: "connectivity"; readonly signaling: "online" | "offline"; readonly detail: string };

/** What the participant answers; the rest is between links. */
export type ParticipantMessage = Exclude<
  Message,
  { readonly kind: "hello" | "auth" | "peers" | "relay" | "bye" }
>;

/** Bytes of frames since the start; per peer those of its present link. */
export interface Traffic {
  readonly sentBytes: number;
  readonly receivedBytes: number;
  readonly peers: ReadonlyMap<PeerId, { readonly sentBytes: number; readonly receivedBytes: number }>;
}

/** Everything that needs to happen now and then: silence, timeouts, dials that are due. */
const BEAT_MS = 500;
/** How often neighbours hear of each other again: a cell closes to a full mesh even when dials failed. */
const INTRODUCE_EVERY_MS = 15_000;

export class Links {
  readonly #ports: LinksPorts;
  readonly #listener: (event: LinkEvent) => void;
  readonly #draws: Draws;
  readonly #links: LinkSet;
  readonly #relay: Relay;
  readonly #events: LinkEvent[] = [];
  #isEmitting = false;
  #isStopped = false;
  #cancelBeat: () => void = () => undefined;
  #introduceAtMs = 0;

  /** @param listener hears events one at a time, even when it calls methods from within */
  constructor(ports: LinksPorts, listener: (event: LinkEvent) => void) {
    const { transport } = ports;
    this.#ports = ports;
    this.#listener = listener;
    this.#draws = new Draws(ports.random.fork("links"));
    this.#links = new LinkSet(ports, this.#draws, {
      joined: (peer) => this.#onJoined(peer),
      left: (peer, reason) => this.#emit({ kind: "left", peer, reason }),
    });
    this.#relay = new Relay({
      ownAddress: transport.address,
      draws: this.#draws,
      peers: () => this.peers(),
      addressOf: (peer) => this.#links.of(peer)?.address,
      peerAt: (address) => this.#links.at(address)?.device ?? undefined,
      send: (peer, message) => {
        if (this.#links.of(peer)?.relayed.take(ports.clock.nowMs()) === true) this.send(peer, message);
      },
      deliver: (from, payload) => transport.deliverSignal(from, payload),
    });
  }

  start(): void {
    this.#introduceAtMs = this.#ports.clock.nowMs() + INTRODUCE_EVERY_MS;
    this.#ports.transport.listen((event) => {
      if (!this.#isStopped) this.#onTransport(event);
    });
    this.#beat();
  }

  /** Leaves: says goodbye to everybody. Nothing happens afterwards, no event either. */
  stop(): void {
    if (this.#isStopped) return;
    this.broadcast({ kind: "bye" });
    this.#isStopped = true;
    this.#cancelBeat();
    this.#links.dispose();
    this.#ports.transport.stop();
  }

  /** Authenticated neighbours, ascending. */
  peers(): readonly PeerId[] {
    return this.#links.peers();
  }

  /** Does nothing when the peer is not linked: it may just have left. */
  send(peer: PeerId, message: Message): void {
    const link = this.#links.of(peer);
    if (link !== undefined) this.#links.sendMessage(link, message, encodeMessage(message));
  }

  broadcast(message: Message, except?: PeerId): void {
    const frame = encodeMessage(message);
    for (const link of this.#links.authenticated()) {
      // A copy for each, because the transport keeps what it is given.
      if (link.device !== except) this.#links.sendMessage(link, message, frame.slice());
    }
  }

  /**
   * Sends a blob behind those that wait for this peer already; control messages overtake it.
   * @param bytes must not change until the end; not empty
   * @param onEnd called once: true when the last part was handed to the link, false when it never will be
   * @returns false, and `onEnd` is never called, when the peer is not linked or QUEUED_BLOBS wait for it
   */
  sendBlob(
    peer: PeerId,
    hash: Hash,
    bytes: Uint8Array,
    onEnd: (isSent: boolean) => void = () => {},
  ): boolean {
    return this.#links.of(peer)?.queue.blob(hash, blobParts(hash, bytes), onEnd) ?? false;
  }

  /** Takes back a blob that waits; one that has begun to leave goes on, or its receiver would be left with a part. */
  cancelBlob(peer: PeerId, hash: Hash): void {
    this.#links.of(peer)?.queue.cancel(hash);
  }

  /** Scores a peer, linked or not; at the limit it is cut off and refused for a while. */
  penalize(peer: PeerId, offence: Offence): void {
    this.#links.penalize(peer, offence);
  }

  traffic(): Traffic {
    const peers = new Map<PeerId, { sentBytes: number; receivedBytes: number }>();
    for (const { device, sentBytes, receivedBytes } of this.#links.authenticated()) {
      if (device !== null) peers.set(device, { sentBytes, receivedBytes });
    }
    return { sentBytes: this.#links.sentBytes, receivedBytes: this.#links.receivedBytes, peers };
  }

  /** What became of each address lately, the latest change last. */
  linkStates(): readonly LinkState[] {
    return this.#links.states();
  }

  #onTransport(event: TransportEvent): void {
    switch (event.kind) {
      case "introduced":
        this.#links.introductions.learn(event.addresses, null);
        break;
      case "opened":
        this.#links.open(event.address, event.binding);
        break;
      case "closed":
        this.#links.closedByTransport(event.address, event.reason);
        break;
      case "frame":
        this.#onFrame(event.address, event.frame);
        return;
      case "writable":
        this.#links.at(event.address)?.queue.resume();
        return;
      case "signal":
        this.#relay.signal(event.to, event.payload);
        return;
      case "signaling":
        this.#emit({ kind: "connectivity", signaling: event.state, detail: event.detail });
        return;
    }
    this.#links.dial();
  }

  #onFrame(address: string, bytes: Uint8Array): void {
    const link = this.#links.at(address);
    if (link === undefined || !this.#links.heard(link, bytes.length)) return;
    const frame = decodeFrame(bytes);
    if (link.device === null) {
      if (frame.ok && frame.kind === "message") link.handshake.receive(frame.message);
      else this.#links.refuseStranger(link, frame.ok ? "bulk data before its time" : frame.reason);
    } else if (!frame.ok) this.penalize(link.device, "malformed");
    else if (frame.kind === "blob") this.#emit({ kind: "part", peer: link.device, part: frame.part });
    else if (!link.limits.take(frame.message, this.#ports.clock.nowMs())) this.penalize(link.device, "flood");
    else this.#onMessage(link, link.device, frame.message);
  }

  #onMessage(link: Link, peer: PeerId, message: Message): void {
    switch (message.kind) {
      case "hello":
      case "auth":
        this.penalize(peer, "malformed");
        return;
      case "peers":
        this.#links.introductions.learn(message.addresses, peer);
        this.#relay.learn(message.addresses, peer);
        this.#links.dial();
        return;
      case "relay":
        if (!this.#relay.receive(peer, message)) this.penalize(peer, "spoofed");
        return;
      case "bye":
        this.#links.close(link, "bye");
        return;
      default:
        this.#emit({ kind: "message", peer, message });
    }
  }

  #onJoined(peer: PeerId): void {
    this.#introduce(peer);
    this.#emit({ kind: "joined", peer });
  }

  /** Tells a neighbour of some others. */
  #introduce(peer: PeerId): void {
    const others = this.#links.authenticated().filter(({ device }) => device !== peer);
    const addresses = others.map(({ address }) => address).filter(isAddress);
    if (addresses.length === 0) return;
    this.send(peer, { kind: "peers", addresses: this.#draws.sample(addresses, INTRODUCED_PEERS) });
  }

  #beat(): void {
    if (this.#isStopped) return;
    this.#links.beat();
    const nowMs = this.#ports.clock.nowMs();
    if (nowMs >= this.#introduceAtMs) {
      this.#introduceAtMs = nowMs + INTRODUCE_EVERY_MS;
      for (const peer of this.peers()) this.#introduce(peer);
    }
    this.#cancelBeat = this.#ports.clock.setTimer(BEAT_MS, () => this.#beat());
  }

  /** In order, one after the other: what the listener causes waits until it returns. */
  #emit(event: LinkEvent): void {
    this.#events.push(event);
    if (this.#isEmitting) return;
    this.#isEmitting = true;
    try {
      for (let next = this.#events.shift(); next !== undefined; next = this.#events.shift()) {
        if (!this.#isStopped) this.#listener(next);
      }
    } finally {
      this.#isEmitting = false;
    }
  }
}
