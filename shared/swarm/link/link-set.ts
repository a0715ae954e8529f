/** The life of links: opened, greeted, authenticated, watched, closed; and who is not let in. */
import type { Hash, PeerId } from "../../core/ids.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Signer, Verifier } from "../../ports/signatures.ts";
import type { CloseReason, Transport } from "../../ports/transport.ts";
import { encodeMessage } from "../../protocol/control.ts";
import { HALF_OPEN_MS, HEARTBEAT_MS, LINKS_ALIVE, SILENCE_MS } from "../../protocol/limits.ts";
import type { Message } from "../../protocol/message.ts";
import { AwakeTime } from "./awake-time.ts";
import type { Draws } from "./draws.ts";
import { Handshake, type HandshakeOutcome, type Identity, NONCE_BYTES } from "./handshake.ts";
import { Introductions } from "./introductions.ts";
import { LinkLog, type LinkStage, type LinkState } from "./link-log.ts";
import { LinkTable } from "./link-table.ts";
import type { LeaveReason, Link } from "./link.ts";
import { MessageLimits, RELAYED_AT_ONCE, RELAYED_PER_SECOND } from "./message-limits.ts";
import { type Offence, REFUSED_MS, Scores } from "./score.ts";
import { SendQueue } from "./send-queue.ts";
import { TokenBucket } from "./token-bucket.ts";

/** Links that others opened; the rest of LINKS_ALIVE stays for those we choose ourselves, so that strangers cannot surround us. */
export const LINKS_FROM_OTHERS = LINKS_ALIVE - 8;
/** An honest handshake takes two round trips; a link older than this gives way when there is no room. */
const SLOW_HANDSHAKE_MS = 1_000;
/** A link on which this much heartbeat is missing gives way to a new one of the same device: the tab was reloaded. */
const STALE_MS = 2 * HEARTBEAT_MS;
/** A refused link stays open this long, so that our hello reaches the other end and its page can name the cause, too. */
const LINGER_MS = 1_000;
/** A hostile address without a proven key costs nothing to replace: refusing it for longer would save nothing. */
const STRANGER_REFUSED_MS = 60_000;

export interface LinkSetPorts {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly signer: Signer;
  readonly verifier: Verifier;
  readonly project: Hash;
}

export interface LinkSetEvents {
  readonly joined: (peer: PeerId) => void;
  readonly left: (peer: PeerId, reason: LeaveReason) => void;
}

export class LinkSet {
  readonly introductions: Introductions;
  sentBytes = 0;
  receivedBytes = 0;
  readonly #transport: Transport;
  readonly #clock: Clock;
  readonly #identity: Identity;
  readonly #draws: Draws;
  readonly #events: LinkSetEvents;
  readonly #table = new LinkTable();
  readonly #scores = new Scores();
  readonly #log = new LinkLog();
  readonly #awake: AwakeTime;

  constructor(ports: LinkSetPorts, draws: Draws, events: LinkSetEvents) {
    const { transport, clock, signer, verifier, project } = ports;
    this.#transport = transport;
    this.#clock = clock;
    this.#identity = { signer, verifier, project, address: transport.address };
    this.#draws = draws;
    this.#events = events;
    this.#awake = new AwakeTime(clock, SILENCE_MS);
    this.introductions = new Introductions(transport, clock, draws, this.#table);
  }

  peers = (): readonly PeerId[] => this.#table.peers();
  authenticated = (): Link[] => this.#table.authenticated();
  of = (device: PeerId): Link | undefined => this.#table.of(device);
  at = (address: string): Link | undefined => this.#table.at(address);
  states = (): LinkState[] => this.#log.states();

  dial(): void {
    for (const address of this.introductions.dial()) {
      // Why the last dial failed stands until this one ends: the page says nothing else meanwhile.
      this.#note(address, null, "dialled", this.#log.reasonOf(address));
    }
  }

  /** The transport has a new link: greet. */
  open(address: string, binding: Uint8Array): void {
    const previous = this.#table.at(address);
    if (previous !== undefined) this.close(previous, "lost");
    const isDialled = this.introductions.opened(address);
    if (this.introductions.isRefused(address) || !this.#makeRoom(isDialled)) {
      this.#transport.close(address);
      return;
    }
    const link = this.#createLink(address, isDialled, binding);
    this.#table.add(link);
    this.#note(address, null, "opened", "");
    link.handshake.start();
  }

  closedByTransport(address: string, reason: CloseReason): void {
    const link = this.#table.at(address);
    if (link !== undefined) this.close(link, reason === "left" ? "left" : "lost");
    else if (this.introductions.isDialling(address)) {
      this.introductions.failed(address);
      this.#note(address, null, "closed", reason);
    }
  }

  /** A frame came: a sign of life. @returns false when the link is on its way out */
  heard(link: Link, bytes: number): boolean {
    this.receivedBytes += bytes;
    link.receivedBytes += bytes;
    link.heardAtMs = this.#awake.nowMs();
    return link.closeAtMs === null;
  }

  sendMessage(link: Link, message: Message, frame: Uint8Array): void {
    link.limits.sent(message);
    if (!link.queue.message(frame)) this.close(link, "slow");
  }

  penalize(device: PeerId, offence: Offence): void {
    if (!this.#scores.add(device, offence, this.#clock.nowMs())) return;
    const link = this.#table.of(device);
    if (link === undefined) return;
    this.close(link, "cut-off", offence);
    this.introductions.refuse(link.address, REFUSED_MS);
  }

  /** Misbehaviour of somebody without a proven key. Only what we dialled is not dialled again: who dials us may do it under anybody's address. */
  refuseStranger(link: Link, reason: string): void {
    this.#close(link, "refused", reason);
    if (link.isDialled) this.introductions.refuse(link.address, STRANGER_REFUSED_MS);
  }

  close(link: Link, reason: LeaveReason, detail: string = reason): void {
    if (!this.#close(link, reason === "cut-off" ? "refused" : "closed", detail)) return;
    if (reason === "bye") this.introductions.gone(link.address);
    if (link.device !== null) this.#events.left(link.device, reason);
  }

  /** To be called twice a second. */
  beat(): void {
    const isFreshStart = this.#awake.beat();
    const nowMs = this.#awake.nowMs();
    for (const link of this.#table.all()) {
      if (isFreshStart) link.heardAtMs = link.openedAtMs = nowMs;
      this.#watch(link, nowMs);
    }
    this.dial();
  }

  /** Forgets everything; the transport closes the links. */
  dispose(): void {
    for (const link of this.#table.all()) {
      this.#table.remove(link);
      link.queue.dispose();
    }
  }

  #watch(link: Link, nowMs: number): void {
    if (link.closeAtMs !== null) {
      if (nowMs >= link.closeAtMs) this.#remove(link);
    } else if (link.device === null) {
      if (nowMs - link.openedAtMs > HALF_OPEN_MS) this.#close(link, "closed", "it did not say who it is");
    } else if (nowMs - link.heardAtMs > SILENCE_MS) this.close(link, "silent");
  }

  /** Whether one more link may live. Of those that others opened, one that dawdles gives way. */
  #makeRoom(isDialled: boolean): boolean {
    const links = this.#table.all();
    const fromOthers = links.filter((link) => !link.isDialled);
    if (links.length < LINKS_ALIVE && (isDialled || fromOthers.length < LINKS_FROM_OTHERS)) return true;
    const tooOldMs = this.#awake.nowMs() - SLOW_HANDSHAKE_MS;
    const slow = fromOthers.find((link) => link.device === null && link.openedAtMs < tooOldMs);
    if (slow !== undefined) this.#close(slow, "closed", "it did not say who it is while others waited");
    return slow !== undefined;
  }

  #createLink(address: string, isDialled: boolean, binding: Uint8Array): Link {
    const queue = new SendQueue((frame) => {
      this.sentBytes += frame.length;
      link.sentBytes += frame.length;
      return this.#transport.send(address, frame);
    });
    const handshake = new Handshake(this.#identity, address, binding, this.#draws.bytes(NONCE_BYTES), {
      send: (message) => this.sendMessage(link, message, encodeMessage(message)),
      finish: (outcome) => this.#onHandshake(link, outcome),
    });
    const nowMs = this.#awake.nowMs();
    const link: Link = {
      address,
      isDialled,
      handshake,
      queue,
      limits: new MessageLimits(),
      relayed: new TokenBucket(RELAYED_PER_SECOND, RELAYED_AT_ONCE),
      device: null,
      openedAtMs: nowMs,
      heardAtMs: nowMs,
      closeAtMs: null,
      sentBytes: 0,
      receivedBytes: 0,
    };
    return link;
  }

  #onHandshake(link: Link, outcome: HandshakeOutcome): void {
    if (this.#table.at(link.address) !== link) return; // closed while we signed
    if (outcome.kind === "hostile") this.refuseStranger(link, outcome.reason);
    else if (outcome.kind === "refused") this.#refuse(link, outcome.reason);
    else this.#admit(link, outcome.device);
  }

  #admit(link: Link, device: PeerId): void {
    const offence = this.#scores.refusal(device, this.#clock.nowMs());
    if (offence !== undefined) {
      this.#refuse(link, `it was cut off: ${offence}`);
      return;
    }
    const other = this.#table.of(device);
    if (other !== undefined) {
      if (this.#awake.nowMs() - other.heardAtMs < STALE_MS) {
        this.#refuse(link, "this device has another link");
        return;
      }
      this.close(other, "replaced");
    }
    this.#table.authenticate(link, device);
    this.introductions.joined(link.address);
    this.#note(link.address, device, "authenticated", "");
    this.#events.joined(device);
  }

  /** Nobody's fault: closes soon, and tries again later, because the other end may have been renewed by then. */
  #refuse(link: Link, reason: string): void {
    link.closeAtMs = this.#awake.nowMs() + LINGER_MS;
    this.#note(link.address, link.device, "refused", reason);
  }

  /** @returns false when it was closed before */
  #close(link: Link, stage: LinkStage, reason: string): boolean {
    if (!this.#remove(link)) return false;
    this.#note(link.address, link.device, stage, reason);
    return true;
  }

  #remove(link: Link): boolean {
    if (!this.#table.remove(link)) return false;
    link.queue.dispose();
    this.#transport.close(link.address);
    this.introductions.failed(link.address);
    return true;
  }

  #note(address: string, device: PeerId | null, stage: LinkStage, reason: string): void {
    this.#log.set({ address, device, stage, reason, atMs: this.#clock.nowMs() });
  }
}
