/** The twelve words: hidden until they are asked for, and gone from this device when their owner wants that. */
import { useState } from "react";
import { RefusedError, useAction } from "../use-action.ts";
import { ActionNote } from "./action-note.tsx";
import { ConfirmButton } from "./confirm-button.tsx";
import { WordsCard } from "./words-card.tsx";
import type { PersonProps } from "./you-screen.tsx";
import { say } from "../../messages/say.ts";

export function WordsSection({ ledger, identity, onChange }: PersonProps) {
  const [phrase, setPhrase] = useState<string | null>(null);
  const { state, run } = useAction();
  const show = () =>
    run(async () => {
      const words = await ledger.ask((api) => api.phrase());
      if (words === null) throw new RefusedError(say("words.gone"));
      setPhrase(words);
      return "";
    });
  const forget = () =>
    run(async () => {
      await ledger.ask((api) => api.forgetPhrase());
      setPhrase(null);
      onChange();
      return say("words.forgotten");
    });
  return (
    <section className="part you-part" aria-labelledby="words-heading" data-testid="words">
      <h3 id="words-heading">{say("words.title")}</h3>
      <p className="note">{identity.hasPhrase ? say("words.note") : say("words.gone")}</p>
      {identity.hasPhrase && (
        <div className="buttons">
          {/* One button for both, so that the keyboard's focus stays on it. */}
          <button
            type="button"
            className="button"
            aria-expanded={phrase !== null}
            data-testid="show-words"
            onClick={phrase === null ? show : () => setPhrase(null)}
          >
            {phrase === null ? say("words.show") : say("words.hide")}
          </button>
        </div>
      )}
      {phrase !== null && <WordsCard phrase={phrase} identity={identity} />}
      {phrase !== null && (
        <ConfirmButton
          label={say("words.forget")}
          question={say("words.forget-question")}
          yes={say("words.forget-yes")}
          no={say("words.keep")}
          onConfirm={forget}
          testId="forget-words"
        />
      )}
      <ActionNote state={state} busy={say("page.loading")} />
    </section>
  );
}
