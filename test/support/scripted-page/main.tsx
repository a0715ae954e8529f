/**
 * The page with a worker that plays a script instead of training: for looking at every state without waiting for it.
 * `npx vite --config test/support/scripted-page/vite.config.ts`, then `?state=training` and so on; the names are in states.ts and
 * ledger-states.ts. With `?state=live` steps go on arriving; `&relay` offers a relay; `&project=` is the page's project;
 * `&theme=dark` is dark whatever the system is; `&language=de` speaks German, `&language=pseudo` something that no message file holds.
 */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { messages as problems } from "../../../shared/problems/en.json?problems";
import { App } from "../../../web/app.tsx";
import { ClaimScreen } from "../../../web/claim/claim-screen.tsx";
import { browserAddress } from "../../../web/browser-address.ts";
import { createLedgerController } from "../../../web/ledger/ledger-controller.ts";
import { shareWorker } from "../../../web/ledger/one-worker.ts";
import { showCatalog } from "../../../web/messages/catalog.ts";
import "../../../web/messages/english-of-problems.ts";
import { messages } from "../../../web/messages/en.json?all";
import { isLanguage, showLanguage } from "../../../web/messages/language.ts";
import { createPauseKeeper } from "../../../web/pause/pause-keeper.ts";
import { createRunController } from "../../../web/run/run-controller.ts";
import "../../../web/styles/page.css";
import "../../../web/styles/claim.css";
import type { LedgerApi } from "../../../worker/ledger-api.ts";
import { woven } from "../cloth-rows.ts";
import { pseudoMessages } from "../pseudo-messages.ts";
import { scriptPause } from "../scripted-pause.ts";
import { createScriptedLedger, EMPTY_SUMMARY } from "../scripted-ledger.ts";
import { createScriptedModel } from "../scripted-model.ts";
import { scriptProjects } from "../scripted-projects.ts";
import { createScriptedTrainer } from "../scripted-trainer.ts";
import { scriptClaim } from "./claim-states.ts";
import { LEDGER_STATES, SOME } from "./ledger-states.ts";
import { DONATIONS } from "./pause-states.ts";
import { openLedgerState, playLedgerState } from "./play-ledger-state.ts";
import { playSettings } from "./settings-script.ts";
import { playState, SAVED_RUN } from "./states.ts";
import { STRIP_STATES } from "./strip-states.ts";

/** What a project that is trained has brought so far. */
const WOVEN: Partial<LedgerApi> = { rounds: woven(180, 6) };

const parameters = new URLSearchParams(location.search);
const state = parameters.get("state") ?? "empty";
const ledgerState = LEDGER_STATES[state];
const isSaved = state.startsWith("saved") || state === "resumed";
const figures = { loss: 1.892, tokens: 9_200_000 };
const scriptedLedger = createScriptedLedger(
  ledgerState ? ledgerState.summary : state === "training" ? SOME : EMPTY_SUMMARY,
  ledgerState?.answers ?? WOVEN,
);
const trainer = createScriptedTrainer(isSaved ? SAVED_RUN : null, scriptedLedger);
const worker = shareWorker(() => trainer);
const ports = {
  connect: worker.connect,
  memory: {
    read: () =>
      isSaved ? { ...SAVED_RUN, openedAs: state === "saved-other" ? "other" : null, figures } : null,
    write: () => undefined,
    mayHaveForgotten: async () => false,
  },
  backend: "auto",
  nowMs: () => Date.now() - ((ledgerState?.run ?? state).startsWith("diagnosis") ? 60_000 : 0),
} as const;
const pause = scriptPause({}, DONATIONS[state] ?? null);
const controller = createPauseKeeper(createRunController(ports, browserAddress), pause.ports);
const ledger = createLedgerController(worker.ledger);
if (ledgerState) openLedgerState(ledgerState);
if (ledgerState?.settings) await playSettings(ledgerState.settings);

const theme = parameters.get("theme");
if (theme === "light" || theme === "dark") document.documentElement.dataset["theme"] = theme;

/** Tests change the language without loading the page again. @param language one of the page's, or "pseudo" */
async function speak(language: string | null): Promise<void> {
  if (language === "pseudo")
    showCatalog({ locale: "ja", messages: pseudoMessages({ ...messages, ...problems }) }); // dates without English words
  else if (isLanguage(language)) await showLanguage(language);
}
await speak(parameters.get("language"));
Object.assign(globalThis, { speak });

// With all that a computer may have: on some systems browsers send nothing.
if (!("share" in navigator))
  Object.defineProperty(navigator, "share", { value: async () => undefined, configurable: true });

/** Nobody else is there, as the server sees it too. */
const isAlone = state === "alone" || state === "diagnosis-nobody";
const countTabs = isAlone ? async () => 1 : STRIP_STATES[state];
const projects = scriptProjects({ ...ledgerState?.projects, ...(countTabs && { countTabs }) });

const claim = scriptClaim(state);

createRoot(document.getElementById("app") as HTMLElement).render(
  <StrictMode>
    {claim && <ClaimScreen session={claim} onClose={() => undefined} />}
    {!claim && (
      <App
        controller={controller}
        ledger={ledger}
        address={browserAddress}
        openModel={async () => createScriptedModel(ledgerState?.model)}
        projects={projects}
        isSupported={state !== "unsupported"}
        isRelayPossible={parameters.has("relay")}
      />
    )}
  </StrictMode>,
);
/** What training has moved, for the screen that shows it. */
Object.assign(pause, {
  traffic: { sentBytes: 18_400_000, receivedBytes: 21_700_000 },
  bytesThisHour: 12_300_000,
});

async function play(): Promise<void> {
  await playState(ledgerState ? (ledgerState.run ?? "") : state, controller, trainer, pause);
  if (ledgerState) await playLedgerState(ledgerState);
  if (ledgerState?.runAfter) await playState(ledgerState.runAfter, controller, trainer, pause);
}

void play().then(() => {
  document.documentElement.dataset["played"] = state; // for tests that wait for it
});
