/**
 * The page with a worker that plays a script instead of training: for looking at every state without waiting for it.
 * `npx vite --config test/support/scripted-page/vite.config.ts`, then `?state=training` and so on; the names are in states.ts and
 * ledger-states.ts. With `?state=live` steps go on arriving; `&relay` offers a relay; `&project=` is the page's project;
 * `&language=de` speaks German, `&language=pseudo` something that no message file holds.
 */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "../../../web/app.tsx";
import { browserAddress } from "../../../web/browser-address.ts";
import { createLedgerController } from "../../../web/ledger/ledger-controller.ts";
import { shareWorker } from "../../../web/ledger/one-worker.ts";
import { showCatalog } from "../../../web/messages/catalog.ts";
import { messages } from "../../../web/messages/en.json?all";
import { isLanguage, showLanguage } from "../../../web/messages/language.ts";
import { createPauseKeeper } from "../../../web/pause/pause-keeper.ts";
import { createRunController } from "../../../web/run/run-controller.ts";
import "../../../web/styles/page.css";
import { pseudoMessages } from "../pseudo-messages.ts";
import { scriptPause } from "../scripted-pause.ts";
import { createScriptedLedger } from "../scripted-ledger.ts";
import { createScriptedTrainer } from "../scripted-trainer.ts";
import { LEDGER_STATES } from "./ledger-states.ts";
import { DONATIONS } from "./pause-states.ts";
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
const pause = scriptPause({}, DONATIONS[state] ?? null);
const controller = createPauseKeeper(createRunController(ports, browserAddress), pause.ports);
const ledger = createLedgerController(worker.ledger);
if (ledgerState) openLedgerState(ledgerState);

const language = parameters.get("language");
if (language === "pseudo") showCatalog({ locale: "ja", messages: pseudoMessages(messages) }); // dates without English words
else if (isLanguage(language)) await showLanguage(language);

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
const played = ledgerState ? playLedgerState(ledgerState) : playState(state, controller, trainer, pause);
void played.then(() => {
  document.documentElement.dataset["played"] = state; // for tests that wait for it
});
