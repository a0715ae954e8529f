/** Says on the donate screen that the address invites to a team. Nobody has to answer before they train. */
import { hrefOfScreen } from "../screen-address.ts";
import { INVITATION_NOTE } from "../text/screen-text.ts";

export const InvitationNote = () => (
  <p className="note invitation-note" data-testid="invitation">
    {INVITATION_NOTE.sentence} <a href={hrefOfScreen("you")}>{INVITATION_NOTE.link}</a>
  </p>
);
