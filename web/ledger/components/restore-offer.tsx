/** A link with twelve words was opened, from a code or by a click that somebody else wanted: nothing changes without a yes. */
import { useState } from "react";
import { replaceQuestion } from "../text/you-text.ts";
import { granted } from "../granted.ts";
import { RefusedError, useAction } from "../use-action.ts";
import { ActionNote } from "./action-note.tsx";
import { Question } from "./question.tsx";
import type { PersonProps } from "./you-screen.tsx";
import { say } from "../../messages/say.ts";

interface RestoreOfferProps extends PersonProps {
  readonly linkText: string;
}

export function RestoreOffer({ ledger, identity, onChange, linkText }: RestoreOfferProps) {
  const [isAnswered, setIsAnswered] = useState(false);
  const { state, run } = useAction();
  const restore = () => {
    setIsAnswered(true);
    run(async () => {
      const { readRestoreLink } = await import("../restore-code.ts");
      const parsed = readRestoreLink(linkText);
      if (!parsed.ok) throw new RefusedError(say("restore.damaged"));
      granted(await ledger.ask((api) => api.restore(parsed.phrase)));
      onChange();
      return say("restore.done");
    });
  };
  const refuse = () => {
    setIsAnswered(true);
    run(async () => say("restore.kept"));
  };
  return (
    <section className="part offer" aria-labelledby="offer-heading" data-testid="restore-offer">
      <h3 id="offer-heading">{say("restore.offer-title")}</h3>
      {!isAnswered && (
        <>
          <p className="note">{say("restore.offer-note")}</p>
          <Question
            question={replaceQuestion(identity)}
            yes={say("restore.yes")}
            no={say("restore.no")}
            onYes={restore}
            onNo={refuse}
            testId="accept-restore"
          />
        </>
      )}
      <ActionNote state={state} busy={say("page.loading")} />
    </section>
  );
}
