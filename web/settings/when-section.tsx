/** When this computer trains, and when it rests. */
import { say } from "../messages/say.ts";
import { PauseSettingsRows } from "../pause/components/pause-settings-rows.tsx";
import type { PauseKeeper } from "../pause/pause-keeper.ts";
import { SettingsPart } from "./settings-part.tsx";

export const WhenSection = ({ keeper }: { readonly keeper: PauseKeeper }) => (
  <SettingsPart title={say("settings.when")} testId="settings-when">
    <PauseSettingsRows keeper={keeper} />
    <p className="note">{say("settings.when-note")}</p>
  </SettingsPart>
);
