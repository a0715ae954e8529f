/** Where one's name, devices and words are: on a screen of their own. */
import { say, sayWith } from "../messages/say.ts";
import { hrefOfScreen } from "../screens/screen-address.ts";
import { SettingsPart } from "./settings-part.tsx";

export const IdentitySection = () => (
  <SettingsPart title={say("settings.identity")} testId="settings-identity">
    <p>{sayWith("settings.identity-note", { link: <a href={hrefOfScreen("you")} /> })}</p>
  </SettingsPart>
);
