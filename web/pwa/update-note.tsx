/** Says that a new version is here, in a corner where it moves nothing. */
import "../messages/english-of-screens.ts";
import "../styles/update.css";
import { useSyncExternalStore } from "react";
import { say } from "../messages/say.ts";
import { useLanguage } from "../messages/use-language.ts";
import type { Updater } from "./updater.ts";

export function UpdateNote({ updater }: { readonly updater: Pick<Updater, "view" | "subscribe" | "ask"> }) {
  useLanguage();
  const state = useSyncExternalStore(updater.subscribe, updater.view);
  if (state.kind === "none") return null;
  const isReady = state.kind === "ready";
  return (
    <section className="update" aria-label={say("pwa.update")} data-testid="update" data-kind={state.kind}>
      <p role="status">{say(isReady ? "pwa.ready" : "pwa.finishing")}</p>
      {isReady && (
        <button type="button" className="button" data-testid="update-now" onClick={updater.ask}>
          {say(state.isAtWork ? "pwa.after-round" : "pwa.load")}
        </button>
      )}
    </section>
  );
}
