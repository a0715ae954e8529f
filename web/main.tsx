/** The page's entry: the real ports meet the app. */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { must } from "../shared/core/assert.ts";
import { App } from "./app.tsx";
import { browserAddress } from "./browser-address.ts";
import { browserPorts, isBrowserSupported } from "./compose.ts";
import { offersRelays } from "./relay-offer.ts";
import { createLedgerController } from "./ledger/ledger-controller.ts";
import { createRunController } from "./run/run-controller.ts";
import { createPauseKeeper } from "./pause/pause-keeper.ts";
import { showChosenLanguage } from "./settings/language-choice.ts";
import "./styles/page.css";

const { run, ledger: ledgerPort, pause } = browserPorts();
const controller = createPauseKeeper(createRunController(run, browserAddress), pause);
const ledger = createLedgerController(ledgerPort);
const root = createRoot(must(document.getElementById("app"), "index.html has no #app"));

function draw(isRelayPossible: boolean): void {
  root.render(
    <StrictMode>
      <App
        controller={controller}
        ledger={ledger}
        address={browserAddress}
        isSupported={isBrowserSupported()}
        isRelayPossible={isRelayPossible}
      />
    </StrictMode>,
  );
}

void showChosenLanguage().then(async () => {
  draw(false);
  if (await offersRelays()) draw(true);
});
