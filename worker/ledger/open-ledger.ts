/** The ledger of this browser, opened when somebody first asks for it, and who asks. */
import type { PeerId } from "../../shared/core/ids.ts";
import type { CheckedRecord } from "../../shared/ledger/checked-record.ts";
import type { Ledger } from "../../shared/ledger/ledger.ts";
import type { Pen } from "../identity/profile.ts";
import type { Outcome } from "../ledger-api.ts";
import { type LedgerParts, openParts, type PartsPorts } from "./ledger-parts.ts";
import { outcomeOf } from "./outcome.ts";
import { findSelf, type Self } from "./self.ts";

/** The ledger as it is now, and who asks. */
export interface Present extends LedgerParts {
  readonly self: Self;
}

export class OpenLedger {
  readonly #ports: PartsPorts;
  /** Called whenever an answer may be another one than before. */
  readonly #onChange: () => void;
  #parts: { readonly ledger: Ledger; readonly opened: Promise<LedgerParts> } | null = null;
  /** Null when it has to be found anew. */
  #self: Promise<Self> | null = null;
  /** Settles when this device has said what others of the person said before. */
  #following: Promise<unknown> = Promise.resolve();
  #asOf = 0;

  constructor(ports: PartsPorts, onChange: () => void) {
    this.#ports = ports;
    this.#onChange = onChange;
  }

  /** Time of the newest record; 0 for none. */
  get asOf(): number {
    return this.#asOf;
  }

  /** The profile gives another ledger when it could open the disk at last. */
  async open(): Promise<LedgerParts> {
    const ledger = await this.#ports.profile.ledger();
    if (this.#parts?.ledger !== ledger) {
      for (const { at } of ledger.book.records()) this.#asOf = Math.max(this.#asOf, at);
      const opened = openParts(this.#ports, ledger, (checked) => this.#onRecord(checked));
      opened.catch(() => (this.#parts = null)); // the next one who asks tries again
      this.#parts = { ledger, opened };
      this.forgetSelf();
    }
    return this.#parts.opened;
  }

  async look(): Promise<Present> {
    const parts = await this.open();
    const { pen, profile } = this.#ports;
    this.#self ??= findSelf({ ...parts, isAlone: profile.isAlone }, pen.held).catch((error: unknown) => {
      this.#self = null;
      throw error;
    });
    return { ...parts, self: await this.#self };
  }

  /** Something that a person asked for, and that can change who they are. */
  async act<T>(work: (parts: LedgerParts) => Promise<T>): Promise<Outcome<T>> {
    const parts = await this.open();
    const outcome = await outcomeOf(() => work(parts));
    this.forgetSelf();
    return outcome;
  }

  /** This tab has taken up the pen. */
  onPen(pen: Pen): void {
    this.forgetSelf();
    if (pen === this.#ports.pen.held) this.#follow();
  }

  forgetSelf(): void {
    this.#self = null;
    this.#onChange();
  }

  #onRecord({ at, content }: CheckedRecord): void {
    this.#asOf = Math.max(this.#asOf, at);
    if (content?.type === "delegation") this.#self = null;
    if (content?.type === "delegation" || content?.type === "identity") this.#hear(content);
    this.#onChange();
  }

  /** Somebody says something about a person. */
  #hear({ device, body }: { readonly device: PeerId; readonly body: { readonly root: PeerId } }): void {
    const own = this.#ports.pen.held?.signer.device;
    if (own === undefined || own === device) return;
    if (this.#parts?.ledger.accounts.rootOf(own) === body.root) this.#follow();
  }

  /** Only with a pen that stays: what is taken up for a moment would be down before. */
  #follow(): void {
    const { pen, onProblem } = this.#ports;
    const follow = async () => {
      const { changes } = await this.open();
      if (pen.held !== null) await changes.follow(pen.held);
    };
    this.#following = this.#following.then(follow).catch(onProblem);
  }
}
