/**
 * The page with a worker that plays a script instead of training: for looking at every state without waiting for it.
 * `npx vite test/support/scripted-page`, then `?state=training` and so on; the names are in states.ts. With
 * `?state=live` steps go on arriving.
 */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "../../../web/app.tsx";
import { createRunController } from "../../../web/run/run-controller.ts";
import "../../../web/styles/page.css";
import { createScriptedTrainer } from "../scripted-trainer.ts";
import { playState, SAVED_RUN } from "./states.ts";

const state = new URLSearchParams(location.search).get("state") ?? "empty";
const isSaved = state.startsWith("saved") || state === "resumed";
const trainer = createScriptedTrainer(isSaved ? SAVED_RUN : null);
const controller = createRunController({
  connect: () => trainer,
  memory: {
    read: () => (isSaved ? SAVED_RUN : null),
    write: () => undefined,
    mayHaveForgotten: async () => false,
  },
  backend: "auto",
  nowMs: () => Date.now(),
});

createRoot(document.getElementById("app") as HTMLElement).render(
  <StrictMode>
    <App controller={controller} isSupported={state !== "unsupported"} />
  </StrictMode>,
);
void playState(state, controller, trainer);
