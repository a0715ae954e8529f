/**
 * The frame's side of a claim: it opens a window of our own page, where the visitor's key is, and takes up what they sign there. The window is of our
 * origin, and nobody else's word is read.
 */
import {
  CLAIM_TRIES,
  type FromFrame,
  type FromWindow,
  readFromWindow,
  versioned,
} from "../../claim/claim-message.ts";
import type { LedgerApi } from "../../../worker/ledger-api.ts";
import type { ClaimState } from "../frame/donation.ts";

export type ClaimLedger = Pick<LedgerApi, "claimPlace" | "acceptOwner">;

/** What is used of a window. */
export interface ClaimPage {
  readonly location: { readonly origin: string };
  open(address: string, name: string, features: string): ClaimTarget | null;
  addEventListener(type: "message", listener: (event: ClaimEvent) => void): void;
  removeEventListener(type: "message", listener: (event: ClaimEvent) => void): void;
}

export interface ClaimTarget {
  postMessage(message: unknown, origin: string): void;
}

export type ClaimEvent = Pick<MessageEvent<unknown>, "data" | "origin"> & { readonly source: unknown };

export interface ClaimParts {
  readonly page: ClaimPage;
  /** Of the claim page, such as "./claim". */
  readonly address: string;
  /** Origin of the page that holds the frame. */
  readonly site: string;
  readonly ledger: ClaimLedger;
  readonly onState: (state: ClaimState) => void;
}

/** A small window: whoever says yes or no here goes on with the page that they were on. */
const FEATURES = "popup,width=480,height=640";

/** To be called while a click is handled, or no browser opens a window. @returns a function that ends it */
export function openClaim(parts: ClaimParts): () => void {
  const { page, address, onState } = parts;
  const target = page.open(address, "tabloom-claim", FEATURES);
  if (target === null) {
    onState("blocked");
    return () => undefined;
  }
  const claim = new Claim(parts, target);
  const listener = (event: ClaimEvent) => {
    if (event.source !== target || event.origin !== page.location.origin) return;
    const message = readFromWindow(event.data);
    if (message !== null) claim.hear(message);
  };
  page.addEventListener("message", listener);
  const end = () => page.removeEventListener("message", listener);
  claim.onEnd = end;
  onState("open");
  return end;
}

class Claim {
  readonly #parts: ClaimParts;
  readonly #target: ClaimTarget;
  #tickets = 0;
  /** One after the other: each is a question to the worker. */
  #busy: Promise<void> = Promise.resolve();
  #isOver = false;
  onEnd: () => void = () => undefined;

  constructor(parts: ClaimParts, target: ClaimTarget) {
    this.#parts = parts;
    this.#target = target;
  }

  hear(message: FromWindow): void {
    this.#busy = this.#busy
      .then(() => (this.#isOver ? undefined : this.#answer(message)))
      .catch(() => this.#fail("unable"));
  }

  async #answer(message: FromWindow): Promise<void> {
    switch (message.type) {
      case "ready":
        return this.#place(({ device }) => ({ type: "claim", device, site: this.#parts.site }));
      case "yes":
        return this.#place((place) => ({ type: "place", place }));
      case "no":
        return this.#end("declined");
      case "ticket":
        return this.#take(message);
    }
  }

  async #place(
    toMessage: (place: Extract<FromFrame, { type: "place" }>["place"]) => FromFrame,
  ): Promise<void> {
    const outcome = await this.#parts.ledger.claimPlace();
    if (outcome.ok) this.#tell(toMessage(outcome.value));
    else this.#fail(outcome.problem.code === "refused.claimed" ? "claimed" : "unable");
  }

  async #take({ ticket }: Extract<FromWindow, { type: "ticket" }>): Promise<void> {
    if (++this.#tickets > CLAIM_TRIES) return this.#fail("unable");
    const outcome = await this.#parts.ledger.acceptOwner(ticket);
    if (!outcome.ok) return this.#fail(outcome.problem.code === "refused.claimed" ? "claimed" : "unable");
    const { value } = outcome;
    if (value.kind === "moved") return this.#tell({ type: "place", place: value.place });
    this.#tell({ type: "done", record: value.record });
    this.#end("done");
  }

  #fail(fault: "claimed" | "unable"): void {
    this.#tell({ type: "failed", fault });
    this.#end(fault === "claimed" ? "claimed" : "failed");
  }

  #tell(message: FromFrame): void {
    this.#target.postMessage(versioned(message), this.#parts.page.location.origin);
  }

  #end(state: ClaimState): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.onEnd();
    this.#parts.onState(state);
  }
}
