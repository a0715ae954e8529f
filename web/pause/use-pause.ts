/** The keeper as React sees it. */
import { say } from "../messages/say.ts";
import { useSyncExternalStore } from "react";
import type { Intensity } from "../../worker/api.ts";
import type { RunView } from "../run/run-state.ts";
import type { Status } from "../text/status-sentence.ts";
import type { PauseKeeper } from "./pause-keeper.ts";
import type { PauseSettings } from "./pause-settings.ts";
import { type PauseText, pauseText } from "./pause-text.ts";
import type { PauseView } from "./pause-view.ts";

export const usePause = (keeper: PauseKeeper): PauseView =>
  useSyncExternalStore(keeper.subscribe, keeper.pauseView);

export const usePauseSettings = ({ settings }: PauseKeeper): PauseSettings =>
  useSyncExternalStore(settings.subscribe, settings.read);

/** As of now. */
export const currentPauseText = (): PauseText => pauseText(Date.now());

/**
 * The run's status, or why it rests or waits, with the button that changes that.
 * @param statusWith the run's, with what it uses of the computer
 */
export function usePauseStatus(
  keeper: PauseKeeper,
  run: RunView,
  statusWith: (intensity: Intensity) => Status,
): Status {
  const { rest, isWished, intensity } = usePause(keeper);
  const { dataCapMb, intensity: chosen } = usePauseSettings(keeper);
  const text = currentPauseText();
  if (rest !== null) {
    const { remedy } = rest;
    const word = say("pause.rest.word");
    const action =
      remedy === null
        ? null
        : { name: remedy, label: text.remedy(remedy), onPress: () => keeper.take(remedy) };
    return { tone: "waiting", word, sentence: text.rest(rest, dataCapMb), action };
  }
  if (!isWished || !run.isElsewhere) return statusWith(isWished ? intensity : chosen);
  return {
    tone: "waiting",
    word: say("pause.elsewhere.word"),
    sentence: say("pause.elsewhere"),
    action: { name: "move-here", label: say("pause.move-here"), onPress: keeper.moveHere },
  };
}
