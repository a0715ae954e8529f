/**
 * The page with a worker that plays a script instead of training: for looking at every state without waiting for it.
 * `npx vite test/support/scripted-page`, then `?state=training` and so on; the names are in states.ts and
 * ledger-states.ts. With `?state=live` steps go on arriving; `&relay` offers a relay; `&project=` is the page's project.
 */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "../../../web/app.tsx";
import { browserAddress } from "../../../web/browser-address.ts";
import { createLedgerController } from "../../../web/ledger/ledger-controller.ts";
import { shareWorker } from "../../../web/ledger/one-worker.ts";
import { createRunController } from "../../../web/run/run-controller.ts";
import "../../../web/styles/page.css";
import { createScriptedLedger } from "../scripted-ledger.ts";
import { createScriptedTrainer } from "../scripted-trainer.ts";
import { LEDGER_STATES } from "./ledger-states.ts";
import { openLedgerState, playLedgerState } from "./play-ledger-state.ts";
import { playState, SAVED_RUN } from "./states.ts";

const parameters = new URLSearchParams(location.search);
const state = parameters.get("state") ?? "empty";
const ledgerState = LEDGER_STATES[state];
const isSaved = state.startsWith("saved") || state === "resumed";
const scriptedLedger = createScriptedLedger(ledgerState?.summary, ledgerState?.answers);
const trainer = createScriptedTrainer(isSaved ? SAVED_RUN : null, scriptedLedger);
const worker = shareWorker(() => trainer);
const ports = {
  connect: worker.connect,
  memory: {
    read: () => (isSaved ? { ...SAVED_RUN, openedAs: state === "saved-other" ? "other" : null } : null),
    write: () => undefined,
    mayHaveForgotten: async () => false,
  },
  backend: "auto",
  nowMs: () => Date.now() - (state.startsWith("diagnosis") ? 60_000 : 0),
} as const;
const controller = createRunController(ports, browserAddress);
const ledger = createLedgerController(worker.ledger);
if (ledgerState) openLedgerState(ledgerState);

createRoot(document.getElementById("app") as HTMLElement).render(
  <StrictMode>
    <App
      controller={controller}
      ledger={ledger}
      address={browserAddress}
      isSupported={state !== "unsupported"}
      isRelayPossible={parameters.has("relay")}
    />
  </StrictMode>,
);
const played = ledgerState ? playLedgerState(ledgerState) : playState(state, controller, trainer);
void played.then(() => {
  document.documentElement.dataset["played"] = state; // for tests that wait for it
});
