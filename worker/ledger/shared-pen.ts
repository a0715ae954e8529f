/**
 * The pen of this tab, for all who write with it: training holds it for hours, and what people change takes it up for a moment when it is free. The lock below
 * is between tabs; within one, this is what keeps two from taking it at once.
 */
import type { Ledger } from "../../shared/ledger/ledger.ts";
import { ProblemError, tell } from "../../shared/problems/problem.ts";
import type { Pen, Profile } from "../identity/profile.ts";

/** Another tab has the pen. */
export class PenTakenError extends ProblemError {
  override readonly name = "PenTakenError";

  constructor() {
    super(tell("refused.busy"));
  }
}

type PenSource = Pick<Profile, "ledger" | "takePen" | "replaceDevice" | "standAlone">;

export class SharedPen {
  readonly #profile: PenSource;
  /** Called whenever a pen is taken up here. */
  readonly #onTaken: (pen: Pen) => void;
  #held: Pen | null = null;
  /** Somebody in this tab waits until another tab is closed. */
  #isWaiting = false;
  /** Settles when the pen that was taken up last, for a moment, is down again. */
  #free: Promise<unknown> = Promise.resolve();

  constructor(profile: PenSource, onTaken: (pen: Pen) => void) {
    this.#profile = profile;
    this.#onTaken = onTaken;
  }

  /** What this tab writes with now; null for nothing. */
  get held(): Pen | null {
    return this.#held;
  }

  /** As Profile's, so that whoever trains needs nothing else. */
  ledger(): Promise<Ledger> {
    return this.#profile.ledger();
  }

  /** As Profile's. */
  standAlone(): void {
    this.#profile.standAlone();
  }

  /** As Profile's; it is held until it is released. */
  async takePen(signal: AbortSignal, onWaiting: () => void): Promise<Pen> {
    await this.#free;
    try {
      const pen = await this.#profile.takePen(signal, () => {
        this.#isWaiting = true;
        onWaiting();
      });
      return this.#hold(pen);
    } finally {
      this.#isWaiting = false;
    }
  }

  /** As Profile's. */
  async replaceDevice(pen: Pen): Promise<Pen> {
    return this.#hold(await this.#profile.replaceDevice(pen));
  }

  /**
   * Writes with the pen that is held here, or takes it up for it.
   * @throws PenTakenError; what `work` throws
   */
  async write<T>(work: (pen: Pen) => Promise<T>): Promise<T> {
    const done = this.#free.then(async () => {
      if (this.#held !== null) return work(this.#held);
      if (this.#isWaiting) throw new PenTakenError();
      const busy = new AbortController();
      const pen = await this.#profile.takePen(busy.signal, () => busy.abort(new PenTakenError()));
      this.#onTaken(pen);
      try {
        return await work(pen);
      } finally {
        await pen.release();
      }
    });
    this.#free = done.catch(() => undefined); // whoever writes gets the error
    return done;
  }

  #hold(pen: Pen): Pen {
    const held: Pen = {
      ...pen,
      release: async () => {
        if (this.#held === held) this.#held = null;
        await pen.release();
      },
    };
    this.#held = held;
    this.#onTaken(held);
    return held;
  }
}
