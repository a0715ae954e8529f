/** Whether others see this computer's network address: the same choice as beside the start button. */
import { Part } from "../components/part.tsx";
import { PrivacyNote } from "../components/privacy-note.tsx";
import { say } from "../messages/say.ts";
import type { PauseKeeper } from "../pause/pause-keeper.ts";
import { usePauseSettings } from "../pause/use-pause.ts";
import { isActive } from "../run/run-state.ts";
import type { ScreenProps } from "../screens/screen-code.ts";

interface PrivacySectionProps extends Pick<ScreenProps, "view" | "isRelayPossible"> {
  readonly keeper: PauseKeeper;
}

export function PrivacySection({ keeper, view, isRelayPossible }: PrivacySectionProps) {
  const { isRelayOnly } = usePauseSettings(keeper);
  const isBusy = isActive(view);
  const hasChoice = isRelayPossible || isRelayOnly;
  return (
    <Part className="settings-part" title={say("settings.privacy")} testId="settings-privacy">
      {hasChoice ? (
        <PrivacyNote
          {...{ isRelayPossible, isRelayOnly, isBusy }}
          onChange={(next) => keeper.settings.change({ isRelayOnly: next })}
        />
      ) : (
        <p className="note">{say("settings.privacy-none")}</p>
      )}
      {hasChoice && isBusy && <p className="note">{say("settings.privacy-busy")}</p>}
    </Part>
  );
}
