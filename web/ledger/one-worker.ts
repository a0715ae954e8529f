/**
 * One worker for the run and for the ledger: whoever needs it first opens it, and both lose it together. The run closes it
 * when it has crashed; while the run has not asked for it, that is done here.
 */
import type { LedgerApi } from "../../worker/ledger-api.ts";
import type { TrainerLink } from "../run/trainer-link.ts";

/** The ledger's side of the worker. */
export interface LedgerPort {
  /** Opens a worker where there is none. */
  readonly open: () => void;
  /** Registers the one listener. It hears of the ledger of every worker that opens, and null when that is gone. */
  readonly listen: (listener: (ledger: LedgerApi | null) => void) => void;
}

export interface OneWorker {
  /** For the run, which asks again only after it has closed the one before. */
  readonly connect: () => TrainerLink;
  readonly ledger: LedgerPort;
}

export function shareWorker(openLink: () => TrainerLink): OneWorker {
  let open: TrainerLink | null = null;
  let onRunCrash: ((detail: string) => void) | null = null;
  let isTaken = false;
  let tellLedger: (ledger: LedgerApi | null) => void = () => undefined;

  const start = (): TrainerLink => {
    const opened = openLink();
    const link: TrainerLink = {
      api: opened.api,
      ledger: opened.ledger,
      onCrash(listener) {
        onRunCrash = listener;
      },
      close() {
        opened.close();
        if (open !== link) return;
        open = onRunCrash = null;
        isTaken = false;
        tellLedger(null);
      },
    };
    opened.onCrash((detail) => {
      if (open !== link) return;
      if (onRunCrash) onRunCrash(detail);
      else link.close();
    });
    open = link;
    tellLedger(link.ledger);
    return link;
  };

  return {
    connect() {
      const link = open !== null && !isTaken ? open : start();
      isTaken = true;
      return link;
    },
    ledger: {
      open() {
        if (open === null) start();
      },
      listen(listener) {
        tellLedger = listener;
        if (open !== null) listener(open.ledger);
      },
    },
  };
}
