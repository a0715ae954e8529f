/** The page's entry: the real ports meet the app. */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { must } from "../shared/core/assert.ts";
import { App } from "./app.tsx";
import { browserAddress } from "./browser-address.ts";
import { browserPorts, isBrowserSupported } from "./compose.ts";
import { dueErase } from "./erase/erase-mark.ts";
import { FirstDrawing, waitForShown } from "./first-drawing.tsx";
import { offersRelays } from "./relay-offer.ts";
import { createLedgerController } from "./ledger/ledger-controller.ts";
import { createRunController } from "./run/run-controller.ts";
import { createPauseKeeper, type PauseKeeper } from "./pause/pause-keeper.ts";
import { showChosenLanguage } from "./settings/language-choice.ts";
import { refuseFileDrops } from "./use-file-drop.ts";
import "./styles/page.css";

void begin();

async function begin(): Promise<void> {
  await eraseWhatIsDue();
  const { run, ledger: ledgerPort, pause, openModel, projects } = browserPorts();
  const controller = createPauseKeeper(createRunController(run, browserAddress), pause);
  const ledger = createLedgerController(ledgerPort);
  const root = createRoot(must(document.getElementById("app"), "index.html has no #app"));
  const { shown, tellDrawn } = waitForShown();
  const draw = (isRelayPossible: boolean) =>
    root.render(
      <StrictMode>
        <FirstDrawing onDrawn={tellDrawn} />
        <App
          {...{ controller, ledger, openModel, projects, isRelayPossible }}
          address={browserAddress}
          isSupported={isBrowserSupported()}
        />
      </StrictMode>,
    );
  refuseFileDrops();
  countEnergy(controller);
  await showChosenLanguage();
  draw(false);
  await shown; // what comes from here on would else have the first screen wait for its bytes
  void import("./beside.ts").then(
    ({ startBeside }) => startBeside(controller, ledger),
    () => undefined, // the page itself is here
  );
  if (await offersRelays()) draw(true);
}

/** Before anything is opened that would hold on to it. Where the code for it cannot be loaded, the mark stays for the next time. */
async function eraseWhatIsDue(): Promise<void> {
  const extent = dueErase();
  if (extent === null) return;
  await import("./erase/erase-all.ts").then(
    ({ eraseAll }) => eraseAll(extent),
    () => undefined,
  );
}

/** What training costs is counted from the first run on; whoever only looks needs no code for it. */
function countEnergy(controller: PauseKeeper): void {
  const endWait = controller.subscribe(() => {
    if (!controller.view().hasRun) return;
    endWait();
    void import("./swarm/energy-log.ts").then(
      ({ energyLogOf }) => energyLogOf(controller),
      () => undefined,
    );
  });
}
