/** When this computer trains, and when it rests. */
import { Part } from "../components/part.tsx";
import { say } from "../messages/say.ts";
import { PauseSettingsRows } from "../pause/components/pause-settings-rows.tsx";
import type { PauseKeeper } from "../pause/pause-keeper.ts";

export const WhenSection = ({ keeper }: { readonly keeper: PauseKeeper }) => (
  <Part className="settings-part" title={say("settings.when")} testId="settings-when">
    <PauseSettingsRows keeper={keeper} />
    <p className="note">{say("settings.when-note")}</p>
  </Part>
);
