/** Where one's name, devices and words are: on a screen of their own. */
import { Part } from "../components/part.tsx";
import { say, sayWith } from "../messages/say.ts";
import { hrefOfScreen } from "../screens/screen-address.ts";

export const IdentitySection = () => (
  <Part className="settings-part" title={say("settings.identity")} testId="settings-identity">
    <p>{sayWith("settings.identity-note", { link: <a href={hrefOfScreen("you")} /> })}</p>
  </Part>
);
