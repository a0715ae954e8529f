/** Says on the donate screen that the address invites to a team. Nobody has to answer before they train. */
import { hrefOfScreen } from "../../screens/screen-address.ts";
import { sayWith } from "../../messages/say.ts";

export const InvitationNote = () => (
  <p className="note invitation-note" data-testid="invitation">
    {sayWith("invitation.note", { link: <a href={hrefOfScreen("you")} /> })}
  </p>
);
