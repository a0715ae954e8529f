/**
 * How long the mouse has been over the frame without the frame having moved under it. A host could push the frame under a click that was meant for something
 * else; browsers tell a frame nothing of its place, but the mouse does.
 */

/** The part of a mouse's event that tells where it is. */
export type MousePlace = Pick<PointerEvent, "clientX" | "clientY" | "screenX" | "screenY">;

export class PointerStay {
  readonly #nowMs: () => number;
  #sinceMs: number | null = null;
  #last: MousePlace | null = null;

  /** @param nowMs of any clock that runs evenly */
  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  watch(page: Pick<Document, "addEventListener">): void {
    page.addEventListener("mousemove", (event) => this.note(event));
    page.addEventListener("mousedown", (event) => this.note(event));
    page.addEventListener("mouseleave", () => this.leave());
  }

  note({ clientX, clientY, screenX, screenY }: MousePlace): void {
    const last = this.#last;
    const hasStayed = screenX === last?.screenX && screenY === last.screenY;
    const isPushed = hasStayed && (clientX !== last.clientX || clientY !== last.clientY);
    if (last === null || isPushed) this.#sinceMs = this.#nowMs();
    this.#last = { clientX, clientY, screenX, screenY };
  }

  leave(): void {
    this.#sinceMs = this.#last = null;
  }

  /** Milliseconds; 0 while the mouse is elsewhere. */
  get lengthMs(): number {
    return this.#sinceMs === null ? 0 : this.#nowMs() - this.#sinceMs;
  }
}
