/**
 * The claim window's side of a claim. It listens to the window that has opened it, and only if that is of our own origin; and it signs for one device only: the
 * one that the visitor was asked about.
 */
import type { Claimant, LedgerApi, Outcome } from "../../worker/ledger-api.ts";
import { createStore, type Store } from "../ledger/store.ts";
import { CLAIM_TRIES, type FromFrame, type FromWindow, readFromFrame, versioned } from "./claim-message.ts";
import type { ClaimView } from "./claim-view.ts";

/** A widget answers each message within moments; its worker may have to be loaded first. */
const ANSWER_MS = 20_000;

export type ClaimLedger = Pick<LedgerApi, "claimant" | "claimDevice" | "keepClaim">;

/** What is used of a window. */
export interface ClaimWindow {
  readonly location: { readonly origin: string };
  readonly opener: unknown;
  addEventListener(type: "message", listener: (event: MessageLike) => void): void;
  setTimeout(act: () => void, delayMs: number): number;
  clearTimeout(timer: number): void;
}

export type MessageLike = Pick<MessageEvent<unknown>, "data" | "origin"> & { readonly source: unknown };

export interface ClaimSession {
  readonly view: () => ClaimView;
  readonly subscribe: (listener: () => void) => () => void;
  readonly accept: () => void;
  readonly decline: () => void;
}

/** @param openLedger opens a worker; called once, when there is somebody to answer */
export function createClaimSession(page: ClaimWindow, openLedger: () => ClaimLedger): ClaimSession {
  const session = new Session(page, openLedger);
  session.begin();
  const { view, subscribe } = session.store;
  return { view, subscribe, accept: () => session.accept(), decline: () => session.decline() };
}

class Session {
  readonly #page: ClaimWindow;
  readonly #openLedger: () => ClaimLedger;
  readonly store: Store<ClaimView> = createStore<ClaimView>({ kind: "waiting" });
  #ledger: ClaimLedger | null = null;
  #timer = 0;
  #signedCount = 0;

  constructor(page: ClaimWindow, openLedger: () => ClaimLedger) {
    this.#page = page;
    this.#openLedger = openLedger;
  }

  begin(): void {
    const { opener, location } = this.#page;
    if (!isWindow(opener)) return this.store.show({ kind: "no-opener" });
    this.#page.addEventListener("message", ({ data, origin, source }) => {
      if (source !== opener || origin !== location.origin) return;
      const message = readFromFrame(data);
      if (message !== null) void this.#hear(message).catch(() => this.#fail(null));
    });
    this.#tell({ type: "ready" });
    this.#awaitAnswer();
  }

  accept(): void {
    const view = this.store.view();
    if (view.kind !== "asking" || view.isWorking) return;
    this.store.show({ ...view, isWorking: true });
    this.#tell({ type: "yes" });
    this.#awaitAnswer();
  }

  decline(): void {
    const view = this.store.view();
    if (view.kind !== "asking" || view.isWorking) return;
    this.#tell({ type: "no" });
    this.store.show({ kind: "declined" });
  }

  async #hear(message: FromFrame): Promise<void> {
    const view = this.store.view();
    if (message.type === "failed") return this.#onFailed(view, message);
    if (message.type === "claim") return isBefore(view) ? this.#ask(message) : undefined;
    if (view.kind !== "asking" || !view.isWorking) return;
    if (message.type === "place") return this.#sign(view, message);
    this.#page.clearTimeout(this.#timer);
    await this.#need().keepClaim(message.record); // refused, others hear of it from the frame alone
    this.store.show({ kind: "done", site: view.site });
  }

  #onFailed({ kind }: ClaimView, { fault }: Extract<FromFrame, { type: "failed" }>): void {
    if (kind !== "waiting" && kind !== "asking") return;
    if (fault === "unable") return this.#fail(null);
    this.#page.clearTimeout(this.#timer);
    this.store.show({ kind: "claimed" });
  }

  async #ask({ device, site }: Extract<FromFrame, { type: "claim" }>): Promise<void> {
    this.#page.clearTimeout(this.#timer);
    const claimant: Outcome<Claimant | null> = await this.#need().claimant();
    if (!isBefore(this.store.view())) return; // asked twice
    if (!claimant.ok) return this.#fail(claimant.problem);
    this.store.show({ kind: "asking", device, site, claimant: claimant.value, isWorking: false });
  }

  async #sign(
    { device }: Extract<ClaimView, { kind: "asking" }>,
    { place }: Extract<FromFrame, { type: "place" }>,
  ): Promise<void> {
    if (place.device !== device || ++this.#signedCount > CLAIM_TRIES) return;
    this.#page.clearTimeout(this.#timer); // now it waits for us
    const ticket = await this.#need().claimDevice(place);
    if (!ticket.ok)
      return ticket.problem.code === "refused.claimed"
        ? this.store.show({ kind: "claimed" })
        : this.#fail(ticket.problem);
    this.#tell({ type: "ticket", ticket: ticket.value });
    this.#awaitAnswer();
  }

  #need(): ClaimLedger {
    this.#ledger ??= this.#openLedger();
    return this.#ledger;
  }

  #fail(problem: Extract<ClaimView, { kind: "failed" }>["problem"]): void {
    this.#page.clearTimeout(this.#timer);
    this.store.show({ kind: "failed", problem });
  }

  #awaitAnswer(): void {
    this.#timer = this.#page.setTimeout(() => this.store.show({ kind: "silent" }), ANSWER_MS);
  }

  #tell(message: FromWindow): void {
    const { opener, location } = this.#page;
    if (isWindow(opener)) opener.postMessage(versioned(message), location.origin);
  }
}

/** Nothing was asked yet. A widget that was given up can still answer: its worker may load slowly. */
const isBefore = ({ kind }: ClaimView): boolean => kind === "waiting" || kind === "silent";

interface Opener {
  postMessage(message: unknown, origin: string): void;
}

const isWindow = (opener: unknown): opener is Opener => typeof opener === "object" && opener !== null;
