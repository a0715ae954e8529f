/** An invitation link was opened: join, or not. */
import { useCallback } from "react";
import type { LedgerApi } from "../../../worker/ledger-api.ts";
import { teamName } from "../team-name.ts";
import { granted } from "../granted.ts";
import { useAction } from "../use-action.ts";
import { useAnswer } from "../use-answer.ts";
import type { Invitation } from "../use-invitation.ts";
import { formatHash } from "../../text/format.ts";
import { ActionNote } from "./action-note.tsx";
import { Question } from "./question.tsx";
import type { PersonProps } from "./you-screen.tsx";
import { say, sayWith } from "../../messages/say.ts";

interface TeamInvitationProps extends Omit<PersonProps, "identity"> {
  readonly invitation: Invitation;
}

export function TeamInvitation({ ledger, onChange, invitation }: TeamInvitationProps) {
  const { team, dismiss } = invitation;
  const { state, run } = useAction();
  const question = useCallback((api: LedgerApi) => teamName(api, team), [team]);
  const name = useAnswer(ledger, question).value;
  const join = () =>
    run(async () => {
      granted(await ledger.ask((api) => api.changeIdentity({ team })));
      onChange();
      dismiss();
      return say("team.joined");
    });
  return (
    <section className="part offer" data-testid="team-invitation" aria-labelledby="invitation-heading">
      <h3 id="invitation-heading">
        {name === null ? say("team.invite-title") : sayWith("team.invited", { bdi: <bdi /> }, { name })}
      </h3>
      <p className="note">
        {say("team.title")} <span className="hash">{formatHash(team)}</span>
      </p>
      <Question
        question={say("team.invite-note")}
        yes={say("team.join")}
        no={say("team.decline")}
        onYes={join}
        onNo={dismiss}
        testId="join-team"
      />
      <ActionNote state={state} />
    </section>
  );
}
