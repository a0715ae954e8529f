/** How many bytes training moved within the last hour, by the minute. */

const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;

export class DataMeter {
  /** Bytes of each minute since 1970 in which something moved. */
  readonly #minutes = new Map<number, number>();

  add(nowMs: number, bytes: number): void {
    const minute = Math.floor(nowMs / MINUTE_MS);
    this.#minutes.set(minute, (this.#minutes.get(minute) ?? 0) + bytes);
    if (this.#minutes.size > HOUR_MINUTES) this.#forget(minute - HOUR_MINUTES);
  }

  bytesThisHour(nowMs: number): number {
    this.#forget(Math.floor(nowMs / MINUTE_MS) - HOUR_MINUTES);
    return [...this.#minutes.values()].reduce((sum, bytes) => sum + bytes, 0);
  }

  #forget(upTo: number): void {
    for (const minute of this.#minutes.keys()) if (minute <= upTo) this.#minutes.delete(minute);
  }
}
