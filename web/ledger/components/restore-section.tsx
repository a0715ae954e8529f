/** Becoming the person whose words somebody types. */
import { type SubmitEvent, useId, useRef, useState } from "react";
import { replaceQuestion } from "../text/you-text.ts";
import { granted } from "../granted.ts";
import { useAction } from "../use-action.ts";
import { ActionNote } from "./action-note.tsx";
import { Question } from "./question.tsx";
import type { PersonProps } from "./you-screen.tsx";
import { say } from "../../messages/say.ts";

/** Twelve words with numbers, commas and line breaks between them. */
const TYPED_LIMIT = 1000;

export function RestoreSection({ ledger, identity, onChange }: PersonProps) {
  const [text, setText] = useState("");
  const [isAsking, setIsAsking] = useState(false);
  const { state, run } = useAction();
  const input = useRef<HTMLTextAreaElement>(null);
  const inputId = useId();
  const ask = (event: SubmitEvent) => {
    event.preventDefault();
    setIsAsking(true);
  };
  const leave = () => {
    setIsAsking(false);
    input.current?.focus();
  };
  const restore = () => {
    leave();
    run(async () => {
      granted(await ledger.ask((api) => api.restore(text)));
      setText("");
      onChange();
      return say("restore.done");
    });
  };
  return (
    <section className="part you-part" aria-labelledby="restore-heading">
      <h3 id="restore-heading">{say("restore.title")}</h3>
      <p className="note">{say("restore.note")}</p>
      <form className="form" aria-labelledby="restore-heading" onSubmit={ask}>
        <div className="field">
          <label htmlFor={inputId}>{say("restore.label")}</label>
          <textarea
            ref={input}
            id={inputId}
            rows={3}
            value={text}
            maxLength={TYPED_LIMIT}
            required
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            translate="no"
            data-testid="restore-words"
            onChange={({ currentTarget }) => setText(currentTarget.value)}
          />
        </div>
        {!isAsking && (
          <button type="submit" className="button" data-testid="restore">
            {say("restore.go")}
          </button>
        )}
      </form>
      {isAsking && (
        <Question
          question={replaceQuestion(identity)}
          yes={say("restore.yes")}
          no={say("restore.no")}
          onYes={restore}
          onNo={leave}
          testId="restore-yes"
        />
      )}
      <ActionNote state={state} busy={say("page.loading")} />
    </section>
  );
}
