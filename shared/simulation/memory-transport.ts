/** The Transport port on a simulated network. Dialling takes an offer and an answer over signaling, as it does in a tab. */
import { assert } from "../core/assert.ts";
import type { CloseReason, Transport, TransportEvent } from "../ports/transport.ts";
import { FRAME_BYTES, HALF_OPEN_MS, LINKS_ALIVE } from "../protocol/limits.ts";
import type { LinkEnd, MemoryLink } from "./memory-link.ts";
import type { NodeClock } from "./node-clock.ts";
import type { Downlink, Uplink } from "./pipe.ts";

const OFFER = "offer";
const ANSWER = "answer";

/** What a transport asks of the network around it. */
export interface Surroundings {
  join(transport: MemoryTransport): void;
  leave(transport: MemoryTransport): void;
  /** Brings a signaling message to a node, or back as a `signal` event when the server cannot. */
  carry(from: MemoryTransport, to: string, payload: string): void;
  /** Both ends agreed to connect: opens a link if they can reach each other. */
  establish(from: MemoryTransport, to: string): void;
}

export class MemoryTransport implements Transport {
  readonly address: string;
  readonly uplink: Uplink;
  readonly downlink: Downlink;
  readonly #clock: NodeClock;
  readonly #surroundings: Surroundings;
  readonly #links = new Map<string, { readonly link: MemoryLink; readonly end: LinkEnd }>();
  /** Addresses being dialled; the value cancels the timeout. */
  readonly #dials = new Map<string, () => void>();
  #listener: ((event: TransportEvent) => void) | undefined;
  /** Stopped, or crashed. */
  #isGone = false;

  constructor(
    address: string,
    clock: NodeClock,
    uplink: Uplink,
    downlink: Downlink,
    surroundings: Surroundings,
  ) {
    this.address = address;
    this.#clock = clock;
    this.uplink = uplink;
    this.downlink = downlink;
    this.#surroundings = surroundings;
  }

  listen(listener: (event: TransportEvent) => void): void {
    assert(this.#listener === undefined, "listen is called once");
    this.#listener = listener;
    this.#surroundings.join(this);
  }

  connect(to: string): void {
    if (this.#isGone || this.#links.has(to) || this.#dials.has(to)) return;
    const cancelTimeout = this.#clock.setTimer(HALF_OPEN_MS, () => {
      if (this.#dials.delete(to)) this.#notifyClosed(to, "unreachable");
    });
    this.#dials.set(to, cancelTimeout);
    this.#surroundings.carry(this, to, OFFER);
  }

  send(to: string, frame: Uint8Array): boolean {
    assert(frame.length <= FRAME_BYTES, `a frame has at most ${FRAME_BYTES} bytes, this one ${frame.length}`);
    const entry = this.#links.get(to);
    return entry === undefined || entry.link.send(entry.end, frame);
  }

  close(to: string): void {
    const entry = this.#links.get(to);
    if (entry !== undefined) {
      this.#links.delete(to);
      entry.link.close(entry.end);
    } else if (this.#dials.has(to)) {
      this.#endDial(to);
      this.#clock.setTimer(0, () => this.#notifyClosed(to, "closed"));
    }
  }

  deliverSignal(from: string, payload: string): void {
    if (this.#isGone || from === this.address) return;
    if (payload === ANSWER && this.#dials.has(from)) this.#surroundings.establish(this, from);
    if (payload !== OFFER || this.#links.has(from) || this.#links.size >= LINKS_ALIVE) return;
    // Both dial at once: the offer of the lower address counts, and its sender ignores the other one.
    if (this.#dials.has(from) && this.address < from) return;
    this.#surroundings.carry(this, from, ANSWER);
  }

  /** A signaling message that the server brought; code of this node handles it. */
  receiveSignal(from: string, payload: string): void {
    this.#clock.run(() => this.deliverSignal(from, payload));
  }

  stop(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    for (const { link, end } of this.#links.values()) link.close(end);
    this.#forget();
    this.#surroundings.leave(this);
  }

  /** The crash: links fall silent, and nobody is told. */
  vanish(): void {
    this.#isGone = true;
    for (const { link } of this.#links.values()) link.silence();
    this.#forget();
    this.#surroundings.leave(this);
  }

  get isGone(): boolean {
    return this.#isGone;
  }

  isDialling(to: string): boolean {
    return this.#dials.has(to);
  }

  /** Whether one more link, to this address, may be opened. */
  hasRoomFor(other: string): boolean {
    return !this.#isGone && !this.#links.has(other) && this.#links.size < LINKS_ALIVE;
  }

  linkTo(other: string): MemoryLink | undefined {
    return this.#links.get(other)?.link;
  }

  /** This side of a link to `other`, for the network, which opens it. */
  createEnd(other: string): LinkEnd {
    return {
      uplink: this.uplink,
      downlink: this.downlink,
      onFrame: (frame) => this.notify({ kind: "frame", address: other, frame }),
      onWritable: () => this.notify({ kind: "writable", address: other }),
      onClosed: (reason) => {
        if (reason !== "closed") this.#links.delete(other);
        this.#notifyClosed(other, reason);
      },
    };
  }

  attach(other: string, link: MemoryLink, end: LinkEnd, binding: Uint8Array): void {
    this.#endDial(other);
    this.#links.set(other, { link, end });
    this.notify({ kind: "opened", address: other, binding });
  }

  /** Tells the listener, unless this node is frozen (then later) or gone (then never). */
  notify(event: TransportEvent): void {
    this.#clock.run(() => {
      if (!this.#isGone) this.#listener?.(event);
    });
  }

  #notifyClosed(address: string, reason: CloseReason): void {
    this.notify({ kind: "closed", address, reason });
  }

  #endDial(to: string): void {
    this.#dials.get(to)?.();
    this.#dials.delete(to);
  }

  #forget(): void {
    for (const cancelTimeout of this.#dials.values()) cancelTimeout();
    this.#dials.clear();
    this.#links.clear();
  }
}
