/** A simulated link between two nodes: two pipes, and how they end. */
import type { Clock } from "../ports/clock.ts";
import type { CloseReason } from "../ports/transport.ts";
import type { Random } from "../core/random.ts";
import { Pipe, type Downlink, type LinkConditions, type Uplink } from "./pipe.ts";

export interface LinkEnd {
  readonly uplink: Uplink;
  readonly downlink: Downlink;
  readonly onFrame: (frame: Uint8Array) => void;
  readonly onWritable: () => void;
  readonly onClosed: (reason: CloseReason) => void;
}

export interface MemoryLinkOptions extends LinkConditions {
  /** A link that reaches nobody for this long is lost. */
  readonly lostAfterMs: number;
}

interface Side {
  readonly end: LinkEnd;
  /** What this side sends. */
  readonly pipe: Pipe;
  isOpen: boolean;
}

export class MemoryLink {
  readonly #clock: Clock;
  readonly #lostAfterMs: number;
  readonly #sides: readonly [Side, Side];
  #cancelLoss: (() => void) | undefined;
  #isSilent = false;

  constructor(clock: Clock, options: MemoryLinkOptions, random: Random, first: LinkEnd, second: LinkEnd) {
    this.#clock = clock;
    this.#lostAfterMs = options.lostAfterMs;
    const createSide = (from: LinkEnd, to: LinkEnd, label: string): Side => {
      const pipe = new Pipe(clock, options, random.fork(label), {
        uplink: from.uplink,
        downlink: to.downlink,
        onFrame: to.onFrame,
        onEnd: () => this.#finish(this.#sidesFrom(to)[0], "left"),
        onWritable: from.onWritable,
      });
      return { end: from, pipe, isOpen: true };
    };
    this.#sides = [createSide(first, second, "there"), createSide(second, first, "back")];
  }

  send(from: LinkEnd, frame: Uint8Array): boolean {
    return this.#sidesFrom(from)[0].pipe.send(frame);
  }

  /** One end closes; the other learns of it as soon as word can get there. */
  close(by: LinkEnd): void {
    const [closing, other] = this.#sidesFrom(by);
    if (!closing.isOpen) return;
    closing.isOpen = false;
    other.pipe.destroy();
    closing.pipe.end();
    this.#clock.setTimer(0, () => by.onClosed("closed"));
  }

  /** One end crashed: nothing passes any more, until the other notices. */
  silence(): void {
    this.setReachable(false);
    this.#isSilent = true;
  }

  setReachable(isReachable: boolean): void {
    if (this.#isSilent) return;
    this.#cancelLoss?.();
    this.#cancelLoss = isReachable
      ? undefined
      : this.#clock.setTimer(this.#lostAfterMs, () => this.breakNow());
    for (const side of this.#sides) side.pipe.setReachable(isReachable);
  }

  /** Both ends lose it at once, with all that was under way. */
  breakNow(): void {
    for (const side of this.#sides) this.#finish(side, "lost");
  }

  /** The side of this end, then the other. */
  #sidesFrom(end: LinkEnd): readonly [Side, Side] {
    const [first, second] = this.#sides;
    return first.end === end ? [first, second] : [second, first];
  }

  #finish(side: Side, reason: CloseReason): void {
    for (const { pipe } of this.#sides) pipe.destroy();
    if (!side.isOpen) return;
    side.isOpen = false;
    side.end.onClosed(reason);
  }
}
