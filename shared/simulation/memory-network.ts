/**
 * A network of in-memory transports on a virtual clock. Faults are done to it from outside, at chosen times; everything
 * else follows from the seed, so the same calls give the same events in the same order.
 */
import { createRandom, type Random } from "../core/random.ts";
import { sha256 } from "../core/hash.ts";
import type { Clock } from "../ports/clock.ts";
import type { Transport } from "../ports/transport.ts";
import { INTRODUCED_PEERS } from "../protocol/limits.ts";
import { MemoryLink, type MemoryLinkOptions } from "./memory-link.ts";
import { MemoryTransport, type Surroundings } from "./memory-transport.ts";
import { NodeClock, type NodeClockOptions } from "./node-clock.ts";
import { Downlink, Uplink } from "./pipe.ts";
import type { VirtualClock } from "./virtual-clock.ts";

export interface NetworkOptions extends Omit<MemoryLinkOptions, "latencyMs"> {
  readonly seed: string;
  /** One way, for all links or for each pair of addresses. */
  readonly latencyMs: number | ((from: string, to: string) => number);
  /** One way between a node and the signaling server. */
  readonly signalingMs: number;
  /** Nodes come back to a returned signaling server within this, spread evenly. */
  readonly rejoinMs: number;
}

/** A quiet network of home connections. `lostAfterMs` is when ICE gives up a silent link (measured in Chromium: 15.2 s). */
export const DEFAULT_NETWORK: Omit<NetworkOptions, "seed"> = {
  latencyMs: 30,
  jitterMs: 0,
  lossRate: 0,
  retransmitMs: 200,
  windowBytes: 1_048_576,
  lostAfterMs: 15_200,
  signalingMs: 30,
  rejoinMs: 5_000,
};

export interface NodeOptions extends NodeClockOptions {
  /** Bytes per second of all links together; unlimited by default. */
  readonly uplinkBytesPerSecond?: number;
  readonly downlinkBytesPerSecond?: number;
}

/** One simulated device. */
export interface MemoryNode {
  readonly transport: Transport;
  /** The clock of everything that runs on this device; it freezes and crashes with it. */
  readonly clock: Clock;
  /** A background tab: no code runs, but the system's network stack goes on. */
  freeze(): void;
  thaw(): void;
  /** A killed tab: nothing runs any more, and nobody is told; its links fall silent and are lost after `lostAfterMs`. */
  crash(): void;
  /** The device slept: its clock has moved on by this. */
  jumpClock(byMs: number): void;
  /** Payload of frames, all links together. */
  sentBytes(): number;
  receivedBytes(): number;
}

const pairOf = (a: string, b: string): string => (a < b ? `${a} ${b}` : `${b} ${a}`);

export class MemoryNetwork {
  readonly #clock: VirtualClock;
  readonly #options: NetworkOptions;
  readonly #random: Random;
  /** In order of creation; those that left or crashed are removed. */
  readonly #transports = new Map<string, MemoryTransport>();
  readonly #unreachable = new Set<string>();
  /** Connected to the signaling server. */
  readonly #online = new Set<string>();
  #isSignalingUp = true;
  #draws = 0;
  #linksOpened = 0;

  constructor(clock: VirtualClock, options: Partial<NetworkOptions> & { readonly seed: string }) {
    this.#clock = clock;
    this.#options = { ...DEFAULT_NETWORK, ...options };
    this.#random = createRandom(options.seed).fork("network");
  }

  createNode(address: string, options: NodeOptions = {}): MemoryNode {
    const clock = new NodeClock(this.#clock, options);
    const uplink = new Uplink(this.#clock, options.uplinkBytesPerSecond ?? Infinity);
    const downlink = new Downlink(this.#clock, options.downlinkBytesPerSecond ?? Infinity);
    const transport = new MemoryTransport(address, clock, uplink, downlink, this.#surroundings);
    return {
      transport,
      clock,
      freeze: () => clock.freeze(),
      thaw: () => clock.thaw(),
      crash: () => {
        clock.halt();
        transport.vanish();
      },
      jumpClock: (byMs) => clock.jump(byMs),
      sentBytes: () => uplink.sentBytes,
      receivedBytes: () => downlink.receivedBytes,
    };
  }

  /** Cuts or heals the path between two nodes, for links that exist and for those to come. Signaling still reaches both. */
  setReachable(a: string, b: string, isReachable: boolean): void {
    if (isReachable) this.#unreachable.delete(pairOf(a, b));
    else this.#unreachable.add(pairOf(a, b));
    this.#linkBetween(a, b)?.setReachable(isReachable);
  }

  /** Only nodes of one group reach each other. */
  partition(groups: readonly (readonly string[])[]): void {
    const nodes = groups.flatMap((group, index) => group.map((address) => ({ address, index })));
    for (const [position, a] of nodes.entries()) {
      for (const b of nodes.slice(position + 1)) this.setReachable(a.address, b.address, a.index === b.index);
    }
  }

  /** Everybody reaches everybody again. */
  heal(): void {
    for (const pair of this.#unreachable) {
      const [a, b] = pair.split(" ");
      this.setReachable(a!, b!, true);
    }
  }

  /** Breaks one link now, as a router that forgets its table does. The path stays: they may dial again. */
  breakLink(a: string, b: string): void {
    this.#linkBetween(a, b)?.breakNow();
  }

  /** Stops or restarts the signaling server. Links are not touched. */
  setSignaling(isUp: boolean): void {
    if (this.#isSignalingUp === isUp) return;
    this.#isSignalingUp = isUp;
    this.#online.clear();
    for (const transport of this.#transports.values()) {
      if (isUp) this.#enter(transport, this.#options.rejoinMs * this.#random.uniform(this.#draws++));
      else transport.notify({ kind: "signaling", state: "offline", detail: "the server is down" });
    }
  }

  readonly #surroundings: Surroundings = {
    join: (transport) => {
      this.#transports.set(transport.address, transport);
      this.#enter(transport, 2 * this.#options.signalingMs);
    },
    leave: ({ address }) => {
      this.#transports.delete(address);
      this.#online.delete(address);
    },
    carry: (from, to, payload) => this.#carry(from, to, payload),
    establish: (from, to) => {
      const delayMs = 2 * this.#latencyOf(from.address, to);
      this.#clock.setTimer(delayMs, () => this.#open(from, this.#transports.get(to)));
    },
  };

  /** Joins the room at the server after a delay, and learns of some who are there. */
  #enter(transport: MemoryTransport, delayMs: number): void {
    this.#clock.setTimer(delayMs, () => {
      const { address } = transport;
      if (transport.isGone || this.#online.has(address)) return;
      if (!this.#isSignalingUp) {
        transport.notify({ kind: "signaling", state: "offline", detail: "the server is down" });
        return;
      }
      const addresses = this.#draw([...this.#online], INTRODUCED_PEERS);
      this.#online.add(address);
      transport.notify({ kind: "signaling", state: "online", detail: "" });
      transport.notify({ kind: "introduced", addresses });
    });
  }

  #carry(from: MemoryTransport, to: string, payload: string): void {
    const isSent = this.#online.has(from.address);
    this.#clock.setTimer(isSent ? this.#options.signalingMs : 0, () => {
      const target = isSent && this.#online.has(to) ? this.#transports.get(to) : undefined;
      if (target === undefined) from.notify({ kind: "signal", to, payload });
      else this.#clock.setTimer(this.#options.signalingMs, () => target.receiveSignal(from.address, payload));
    });
  }

  #open(from: MemoryTransport, to: MemoryTransport | undefined): void {
    if (to === undefined || !from.isDialling(to.address)) return;
    if (!from.hasRoomFor(to.address) || !to.hasRoomFor(from.address)) return;
    const pair = pairOf(from.address, to.address);
    if (this.#unreachable.has(pair)) return; // the dial times out
    const label = `${pair} ${this.#linksOpened++}`;
    const [fromEnd, toEnd] = [from.createEnd(to.address), to.createEnd(from.address)];
    const options = { ...this.#options, latencyMs: this.#latencyOf(from.address, to.address) };
    const link = new MemoryLink(this.#clock, options, this.#random.fork(label), fromEnd, toEnd);
    const binding = sha256(new TextEncoder().encode(label));
    from.attach(to.address, link, fromEnd, binding);
    to.attach(from.address, link, toEnd, binding);
  }

  /** One end is enough: the other may have left, with word of it still under way. */
  #linkBetween(a: string, b: string): MemoryLink | undefined {
    return this.#transports.get(a)?.linkTo(b) ?? this.#transports.get(b)?.linkTo(a);
  }

  #latencyOf(from: string, to: string): number {
    const { latencyMs } = this.#options;
    return typeof latencyMs === "number" ? latencyMs : latencyMs(from, to);
  }

  /** `count` of the addresses in random order (the first steps of a Fisher–Yates shuffle). */
  #draw(addresses: string[], count: number): string[] {
    const drawn = Math.min(count, addresses.length);
    for (let index = 0; index < drawn; index++) {
      const other = index + this.#random.below(addresses.length - index, this.#draws++);
      [addresses[index], addresses[other]] = [addresses[other]!, addresses[index]!];
    }
    return addresses.slice(0, drawn);
  }
}
