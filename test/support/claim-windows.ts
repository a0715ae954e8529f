/** A widget's frame and the claim window as two windows of one origin, without a browser: messages are copied and come later, as they do between windows. */
import type { ClaimEvent, ClaimPage } from "../../web/embed/donation/claim-link.ts";
import type { ClaimWindow } from "../../web/claim/claim-session.ts";

export const ORIGIN = "https://tabloom.example";

type Listener = (event: ClaimEvent) => void;

/** One end. `say` is what the other end, or anybody else, posts to it. */
class Ear {
  readonly heard: unknown[] = [];
  readonly listeners = new Set<Listener>();

  say(data: unknown, source: unknown, origin: string = ORIGIN): void {
    this.heard.push(data);
    for (const listener of this.listeners) listener({ data, source, origin });
  }

  addEventListener(_: "message", listener: Listener): void {
    this.listeners.add(listener);
  }

  removeEventListener(_: "message", listener: Listener): void {
    this.listeners.delete(listener);
  }
}

export class ClaimWindows {
  readonly #frame = new Ear();
  readonly #popup = new Ear();
  readonly #timers = new Map<number, () => void>();
  /** What each is to the other: a window that can only be posted to. */
  readonly toPopup = {
    postMessage: (data: unknown, origin: string) => this.#post(this.#popup, data, this.toFrame, origin),
  };
  readonly toFrame = {
    postMessage: (data: unknown, origin: string) => this.#post(this.#frame, data, this.toPopup, origin),
  };
  /** No window opens. */
  isBlocked = false;

  readonly page: ClaimPage = {
    location: { origin: ORIGIN },
    open: () => (this.isBlocked ? null : this.toPopup),
    addEventListener: (type, listener) => this.#frame.addEventListener(type, listener),
    removeEventListener: (type, listener) => this.#frame.removeEventListener(type, listener),
  };

  readonly popup: ClaimWindow = {
    location: { origin: ORIGIN },
    opener: this.toFrame,
    addEventListener: (type, listener) => this.#popup.addEventListener(type, listener),
    setTimeout: (act) => {
      const timer = this.#timers.size + 1;
      this.#timers.set(timer, act);
      return timer;
    },
    clearTimeout: (timer) => void this.#timers.delete(timer),
  };

  /** Of the frame's and of the window's. */
  get heard() {
    return { frame: this.#frame.heard, popup: this.#popup.heard };
  }

  get isListening(): boolean {
    return this.#frame.listeners.size > 0;
  }

  /** The time that somebody waits for is over. */
  expire(): void {
    for (const [timer, act] of this.#timers) {
      this.#timers.delete(timer);
      act();
    }
  }

  /** A message from wherever, to the frame or to the window. */
  sendToFrame(data: unknown, source: unknown = this.toPopup, origin: string = ORIGIN): void {
    this.#frame.say(data, source, origin);
  }

  sendToPopup(data: unknown, source: unknown = this.toFrame, origin: string = ORIGIN): void {
    this.#popup.say(data, source, origin);
  }

  /** Until nobody has anything to say any more. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 200; turn++) await Promise.resolve();
  }

  #post(ear: Ear, data: unknown, source: unknown, origin: string): void {
    if (origin !== ORIGIN) throw new Error("posted to anybody");
    const copy: unknown = structuredClone(data);
    queueMicrotask(() => ear.say(copy, source));
  }
}
