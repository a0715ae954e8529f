/** How many bytes training moved: since the page was opened, and within the last hour, by the minute. */

const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;

export interface Traffic {
  readonly sentBytes: number;
  readonly receivedBytes: number;
}

export type Direction = keyof Traffic;

export class DataMeter {
  /** Bytes of each minute since 1970 in which something moved. */
  readonly #minutes = new Map<number, number>();
  #sinceOpening: Traffic = { sentBytes: 0, receivedBytes: 0 };

  add(nowMs: number, bytes: number, direction: Direction): void {
    this.#sinceOpening = { ...this.#sinceOpening, [direction]: this.#sinceOpening[direction] + bytes };
    const minute = Math.floor(nowMs / MINUTE_MS);
    this.#minutes.set(minute, (this.#minutes.get(minute) ?? 0) + bytes);
    if (this.#minutes.size > HOUR_MINUTES) this.#forget(minute - HOUR_MINUTES);
  }

  get sinceOpening(): Traffic {
    return this.#sinceOpening;
  }

  bytesThisHour(nowMs: number): number {
    this.#forget(Math.floor(nowMs / MINUTE_MS) - HOUR_MINUTES);
    return [...this.#minutes.values()].reduce((sum, bytes) => sum + bytes, 0);
  }

  #forget(upTo: number): void {
    for (const minute of this.#minutes.keys()) if (minute <= upTo) this.#minutes.delete(minute);
  }
}
