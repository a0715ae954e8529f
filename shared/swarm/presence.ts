/** Tells the neighbours where this peer stands: every second as a heartbeat, and at once when it changed. */
import type { Clock } from "../ports/clock.ts";
import { HEARTBEAT_MS } from "../protocol/limits.ts";
import type { Message } from "../protocol/message.ts";

export type Status = Message & { readonly kind: "status" };

export interface PresencePorts {
  readonly clock: Clock;
  readonly broadcast: (status: Status) => void;
  readonly status: () => Status;
  readonly onBeat: () => void;
}

export class Presence {
  readonly #ports: PresencePorts;
  #told = "";
  #cancelBeat: () => void = () => undefined;

  constructor(ports: PresencePorts) {
    this.#ports = ports;
  }

  start(): void {
    const { clock, broadcast, status, onBeat } = this.#ports;
    broadcast(status());
    onBeat();
    this.#cancelBeat = clock.setTimer(HEARTBEAT_MS, () => this.start());
  }

  stop(): void {
    this.#cancelBeat();
  }

  /** Called whenever something may have changed. */
  announce(): void {
    const status = this.#ports.status();
    const told = `${status.head.hash} ${status.phase}`;
    if (told === this.#told) return;
    this.#told = told;
    this.#ports.broadcast(status);
  }
}
