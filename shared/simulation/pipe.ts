/**
 * One direction of a simulated link: reliable and ordered, as a data channel is. A frame waits in the sender's buffer, passes
 * the sender's uplink (which its links share in turn), travels, and passes the receiver's downlink.
 */
import { SEND_HIGH_WATER_BYTES, SEND_LOW_WATER_BYTES } from "../protocol/limits.ts";
import type { Clock } from "../ports/clock.ts";
import type { Random } from "../core/random.ts";

/** How a link carries. Everything else that happens to it is done to it by the network. */
export interface LinkConditions {
  /** One way. */
  readonly latencyMs: number;
  /** Added to the latency of each frame, uniform from 0 to this; frames of one link never overtake each other. */
  readonly jitterMs: number;
  /** Share of frames that are lost and sent again: they, and what follows them, arrive `retransmitMs` later. */
  readonly lossRate: number;
  readonly retransmitMs: number;
  /** Bytes that may be under way unconfirmed; more waits in the sender's buffer. */
  readonly windowBytes: number;
}

/** What leaves one node: one frame at a time, the links in turn, as competing flows on one line get equal shares. */
export class Uplink {
  readonly #clock: Clock;
  readonly #bytesPerSecond: number;
  readonly #turns: Pipe[] = [];
  #isBusy = false;
  sentBytes = 0;

  constructor(clock: Clock, bytesPerSecond: number) {
    this.#clock = clock;
    this.#bytesPerSecond = bytesPerSecond;
  }

  /** The pipe may have something to send. */
  offer(pipe: Pipe): void {
    if (!this.#turns.includes(pipe)) this.#turns.push(pipe);
    this.#serve();
  }

  #serve(): void {
    while (!this.#isBusy) {
      const pipe = this.#turns.shift();
      if (pipe === undefined) return;
      const frame = pipe.takeFrame();
      if (frame === undefined) continue;
      this.#turns.push(pipe);
      this.sentBytes += frame.length;
      if (this.#bytesPerSecond === Infinity) {
        pipe.depart(frame);
        continue;
      }
      this.#isBusy = true;
      this.#clock.setTimer((1000 * frame.length) / this.#bytesPerSecond, () => {
        this.#isBusy = false;
        pipe.depart(frame);
        this.#serve();
      });
    }
  }
}

/** What reaches one node: first come, first served. */
export class Downlink {
  readonly #clock: Clock;
  readonly #bytesPerSecond: number;
  #freeAtMs = 0;
  receivedBytes = 0;

  constructor(clock: Clock, bytesPerSecond: number) {
    this.#clock = clock;
    this.#bytesPerSecond = bytesPerSecond;
  }

  pass(bytes: number, deliver: () => void): void {
    this.receivedBytes += bytes;
    if (this.#bytesPerSecond === Infinity) {
      deliver();
      return;
    }
    const nowMs = this.#clock.nowMs();
    this.#freeAtMs = Math.max(nowMs, this.#freeAtMs) + (1000 * bytes) / this.#bytesPerSecond;
    this.#clock.setTimer(this.#freeAtMs - nowMs, deliver);
  }
}

export interface PipeEnds {
  readonly uplink: Uplink;
  readonly downlink: Downlink;
  readonly onFrame: (frame: Uint8Array) => void;
  /** The sender closed; comes after every frame that had left it. */
  readonly onEnd: () => void;
  readonly onWritable: () => void;
}

export class Pipe {
  readonly #clock: Clock;
  readonly #conditions: LinkConditions;
  readonly #random: Random;
  readonly #ends: PipeEnds;
  #queue: Uint8Array[] = [];
  #queuedBytes = 0;
  #underWayBytes = 0;
  #isBlocked = false;
  #isReachable = true;
  #isDestroyed = false;
  #draws = 0;
  #lastArrivalMs = 0;
  /** Reached the other side of a partition, in order; null is the end. */
  #held: (Uint8Array | null)[] = [];

  constructor(clock: Clock, conditions: LinkConditions, random: Random, ends: PipeEnds) {
    this.#clock = clock;
    this.#conditions = conditions;
    this.#random = random;
    this.#ends = ends;
  }

  /** @returns false when more is buffered than the high-water mark */
  send(frame: Uint8Array): boolean {
    this.#queue.push(frame);
    this.#queuedBytes += frame.length;
    this.#ends.uplink.offer(this);
    if (this.#queuedBytes <= SEND_HIGH_WATER_BYTES) return true;
    this.#isBlocked = true;
    return false;
  }

  /** The next frame for the uplink, or undefined when there is none or it may not go yet. */
  takeFrame(): Uint8Array | undefined {
    if (!this.#isReachable || this.#underWayBytes >= this.#conditions.windowBytes) return undefined;
    const frame = this.#queue.shift();
    if (frame === undefined) return undefined;
    this.#queuedBytes -= frame.length;
    this.#underWayBytes += frame.length;
    if (this.#isBlocked && this.#queuedBytes <= SEND_LOW_WATER_BYTES) {
      this.#isBlocked = false;
      this.#clock.setTimer(0, () => {
        if (!this.#isDestroyed) this.#ends.onWritable();
      });
    }
    return frame;
  }

  /** A frame has left the uplink; null is the end. */
  depart(item: Uint8Array | null): void {
    const { latencyMs, jitterMs, lossRate, retransmitMs } = this.#conditions;
    let delayMs = latencyMs;
    if (jitterMs > 0) delayMs += jitterMs * this.#random.uniform(this.#draws++);
    if (lossRate > 0 && this.#random.uniform(this.#draws++) < lossRate) delayMs += retransmitMs;
    const nowMs = this.#clock.nowMs();
    this.#lastArrivalMs = Math.max(this.#lastArrivalMs, nowMs + delayMs);
    this.#clock.setTimer(this.#lastArrivalMs - nowMs, () => this.#arrive(item));
  }

  /** Drops what has not left yet and lets the receiver know. */
  end(): void {
    this.#queue = [];
    this.#queuedBytes = 0;
    this.depart(null);
  }

  /** Unreachable: nothing leaves, and what is under way waits. Reachable again: all of it goes on. */
  setReachable(isReachable: boolean): void {
    this.#isReachable = isReachable;
    if (!isReachable) return;
    const held = this.#held;
    this.#held = [];
    for (const item of held) this.depart(item);
    this.#ends.uplink.offer(this);
  }

  /** Nothing comes out of it any more. */
  destroy(): void {
    this.#isDestroyed = true;
    this.#queue = [];
    this.#held = [];
  }

  #arrive(item: Uint8Array | null): void {
    if (this.#isDestroyed) return;
    if (!this.#isReachable) {
      this.#held.push(item);
      return;
    }
    this.#ends.downlink.pass(item?.length ?? 0, () => this.#deliver(item));
  }

  #deliver(item: Uint8Array | null): void {
    if (this.#isDestroyed) return;
    if (item === null) {
      this.#ends.onEnd();
      return;
    }
    this.#underWayBytes -= item.length;
    this.#ends.uplink.offer(this);
    this.#ends.onFrame(item);
  }
}
