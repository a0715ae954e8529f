/**
 * The ledger as the page sees it: the summary, which comes by itself, and the answers to questions. The worker behind it may
 * end at any moment; then nothing waits for ever, and the next question opens another.
 */
import { say } from "../messages/say.ts";
import type { LedgerApi, LedgerSummary } from "../../worker/ledger-api.ts";
import { type Ask, LedgerGoneError, reasonOf } from "./ask.ts";
import type { LedgerPort } from "./one-worker.ts";
import { createStore, type Store } from "./store.ts";

export interface LedgerView {
  /** The last one that came; null before the first. */
  readonly summary: LedgerSummary | null;
  /** Why no newer one comes, in a sentence; empty while all is well. */
  readonly trouble: string;
  /** How often a ledger was opened: what was asked of the one before has to be asked again. */
  readonly openCount: number;
}

export interface LedgerController {
  readonly view: () => LedgerView;
  readonly subscribe: (listener: () => void) => () => void;
  /** Opens a worker where there is none, and tries again what has failed. A visitor who looks at no receipts needs none. */
  readonly open: () => void;
  /** Opens a worker where there is none, and has everything asked again that is shown. */
  readonly retry: () => void;
  /** Opens a worker where there is none. */
  readonly ask: Ask;
}

/** A worker's ledger, and what happens when the worker ends. */
interface Connection {
  readonly ledger: LedgerApi;
  readonly end: AbortController;
}

export function createLedgerController(port: LedgerPort): LedgerController {
  const store = createStore<LedgerView>({ summary: null, trouble: "", openCount: 0 });
  const session = new LedgerSession(port, store);
  return {
    view: store.view,
    subscribe: store.subscribe,
    open: () => session.open(),
    retry: () => session.retry(),
    ask: (question) => session.ask(question),
  };
}

class LedgerSession {
  readonly #port: LedgerPort;
  readonly #store: Store<LedgerView>;
  #connection: Connection | null = null;

  constructor(port: LedgerPort, store: Store<LedgerView>) {
    this.#port = port;
    this.#store = store;
    port.listen((ledger) => this.#connect(ledger));
  }

  open(): void {
    if (this.#store.view().trouble === "") this.#need();
    else this.retry();
  }

  retry(): void {
    const before = this.#connection;
    const connection = this.#need();
    // A worker that was there before, but could not tell how things stand, or did not answer.
    if (connection !== null && connection === before) this.#watch(connection);
  }

  async ask<T>(question: (ledger: LedgerApi) => Promise<T>): Promise<T> {
    const connection = this.#need();
    if (connection === null) throw new LedgerGoneError();
    const { signal } = connection.end;
    return new Promise((resolve, reject) => {
      const abandon = () => reject(new LedgerGoneError());
      signal.addEventListener("abort", abandon);
      question(connection.ledger)
        .finally(() => signal.removeEventListener("abort", abandon))
        .then(resolve, reject);
    });
  }

  /** @returns null where no worker can begin, which is then said */
  #need(): Connection | null {
    try {
      this.#port.open();
    } catch (error) {
      this.#tell(`${say("ledger.no-worker")} ${reasonOf(error)}`);
    }
    return this.#connection;
  }

  #connect(ledger: LedgerApi | null): void {
    this.#connection?.end.abort();
    this.#connection = ledger && { ledger, end: new AbortController() };
    if (this.#connection === null) this.#tell(new LedgerGoneError().message);
    else this.#watch(this.#connection);
  }

  #watch(connection: Connection): void {
    const isCurrent = () => this.#connection === connection;
    const openCount = this.#store.view().openCount + 1;
    this.#store.show({ ...this.#store.view(), trouble: "", openCount });
    connection.ledger
      .watch((summary) => isCurrent() && this.#store.show({ summary, trouble: "", openCount }))
      .catch((error: unknown) => isCurrent() && this.#tell(reasonOf(error)));
  }

  #tell(trouble: string): void {
    this.#store.show({ ...this.#store.view(), trouble });
  }
}
