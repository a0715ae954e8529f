/**
 * The page with a worker that plays a script instead of training: for looking at every state without waiting for it.
 * `npx vite test/support/scripted-page`, then `?state=training` and so on; the names are in states.ts. With
 * `?state=live` steps go on arriving; `&relay` offers a relay; `&project=` is the page's project.
 */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "../../../web/app.tsx";
import { browserAddress } from "../../../web/browser-address.ts";
import { createRunController } from "../../../web/run/run-controller.ts";
import "../../../web/styles/page.css";
import { createScriptedTrainer } from "../scripted-trainer.ts";
import { playState, SAVED_RUN } from "./states.ts";

const parameters = new URLSearchParams(location.search);
const state = parameters.get("state") ?? "empty";
const isSaved = state.startsWith("saved") || state === "resumed";
const trainer = createScriptedTrainer(isSaved ? SAVED_RUN : null);
const ports = {
  connect: () => trainer,
  memory: {
    read: () => (isSaved ? { ...SAVED_RUN, openedAs: state === "saved-other" ? "other" : null } : null),
    write: () => undefined,
    mayHaveForgotten: async () => false,
  },
  backend: "auto",
  nowMs: () => Date.now() - (state.startsWith("diagnosis") ? 60_000 : 0),
} as const;
const controller = createRunController(ports, browserAddress);

createRoot(document.getElementById("app") as HTMLElement).render(
  <StrictMode>
    <App
      controller={controller}
      address={browserAddress}
      isSupported={state !== "unsupported"}
      isRelayPossible={parameters.has("relay")}
    />
  </StrictMode>,
);
void playState(state, controller, trainer).then(() => {
  document.documentElement.dataset["played"] = state; // for tests that wait for it
});
