/** Whether people can see the frame: how much of it, and that nothing lies over it. */

/** Neither a flash nor what a page shows for the moment of a click. */
export const SEEN_BEFORE_CLICK_MS = 500;
/** Covered for less may be a menu that somebody opens. With what it takes to be told and to stop, nothing computes after five seconds. */
export const UNSEEN_GRACE_MS = 4000;
/** The smallest frame that can say what it does. */
export const MIN_WIDTH = 240;
export const MIN_HEIGHT = 72;

/** Less than all of it, because browsers round. */
const WHOLE = 0.98;
const HALF = 0.5;
/** The least that browsers allow for the test whether something lies over it. */
const LOOK_EVERY_MS = 100;

/** What TypeScript does not know: version 2 of the interface, which only Chromium has. */
interface Sighting extends IntersectionObserverEntry {
  /** False where anything could hide or disguise it: another element, opacity, a filter, a distorting transform. */
  readonly isVisible?: boolean;
}

export class Sight {
  readonly #nowMs: () => number;
  #ratio = 0;
  #isHidden = true;
  #wholeSinceMs: number | null = null;
  #unseenSinceMs: number | null;

  /** @param nowMs of any clock that runs evenly */
  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
    this.#unseenSinceMs = nowMs();
  }

  /** @returns ends it */
  watch(target: Element): () => void {
    const tests = { threshold: [0, HALF, WHOLE, 1], trackVisibility: true, delay: LOOK_EVERY_MS };
    const observer = new IntersectionObserver((sightings) => {
      const last: Sighting | undefined = sightings.at(-1);
      if (last) this.note(last.intersectionRatio, last.isVisible !== false);
    }, tests);
    observer.observe(target);
    return () => observer.disconnect();
  }

  /** @param ratio of the frame's area that is within the window @param isClear as far as the browser can tell */
  note(ratio: number, isClear: boolean): void {
    const nowMs = this.#nowMs();
    this.#ratio = ratio;
    this.#isHidden = !isClear;
    this.#wholeSinceMs = isClear && ratio >= WHOLE ? (this.#wholeSinceMs ?? nowMs) : null;
    this.#unseenSinceMs = isClear && ratio >= HALF ? null : (this.#unseenSinceMs ?? nowMs);
  }

  /** A click now was made by somebody who has seen all of it for a while. */
  get isClickable(): boolean {
    return this.#wholeSinceMs !== null && this.#nowMs() - this.#wholeSinceMs >= SEEN_BEFORE_CLICK_MS;
  }

  /** Half of it or more has been out of sight for longer than a menu. */
  get isLost(): boolean {
    return this.#unseenSinceMs !== null && this.#nowMs() - this.#unseenSinceMs >= UNSEEN_GRACE_MS;
  }

  /** At least half of it can be seen now. */
  get isSeen(): boolean {
    return !this.#isHidden && this.#ratio >= HALF;
  }
}
