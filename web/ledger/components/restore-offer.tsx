/** A link with twelve words was opened, from a code or by a click that somebody else wanted: nothing changes without a yes. */
import { useState } from "react";
import { LOADING } from "../text/screen-text.ts";
import { replaceQuestion, RESTORE_TEXT } from "../text/you-text.ts";
import { granted, RefusedError, useAction } from "../use-action.ts";
import { ActionNote } from "./action-note.tsx";
import { Question } from "./question.tsx";
import type { PersonProps } from "./you-screen.tsx";

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
      if (!parsed.ok) throw new RefusedError(RESTORE_TEXT.damaged);
      granted(await ledger.ask((api) => api.restore(parsed.phrase)));
      onChange();
      return RESTORE_TEXT.done;
    });
  };
  const refuse = () => {
    setIsAnswered(true);
    run(async () => RESTORE_TEXT.kept);
  };
  return (
    <section className="part offer" aria-labelledby="offer-heading" data-testid="restore-offer">
      <h3 id="offer-heading">{RESTORE_TEXT.offerTitle}</h3>
      {!isAnswered && (
        <>
          <p className="note">{RESTORE_TEXT.offerNote}</p>
          <Question
            question={replaceQuestion(identity)}
            yes={RESTORE_TEXT.yes}
            no={RESTORE_TEXT.no}
            onYes={restore}
            onNo={refuse}
            testId="accept-restore"
          />
        </>
      )}
      <ActionNote state={state} busy={LOADING} />
    </section>
  );
}
