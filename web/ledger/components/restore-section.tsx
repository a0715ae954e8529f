/** Becoming the person whose words somebody types. */
import { type SubmitEvent, useId, useRef, useState } from "react";
import { LOADING } from "../text/screen-text.ts";
import { replaceQuestion, RESTORE_TEXT } from "../text/you-text.ts";
import { granted, useAction } from "../use-action.ts";
import { ActionNote } from "./action-note.tsx";
import { Question } from "./question.tsx";
import type { PersonProps } from "./you-screen.tsx";

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
      return RESTORE_TEXT.done;
    });
  };
  return (
    <section className="part" aria-labelledby="restore-heading">
      <h3 id="restore-heading">{RESTORE_TEXT.title}</h3>
      <p className="note">{RESTORE_TEXT.note}</p>
      <form className="form" aria-labelledby="restore-heading" onSubmit={ask}>
        <div className="field">
          <label htmlFor={inputId}>{RESTORE_TEXT.label}</label>
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
            {RESTORE_TEXT.go}
          </button>
        )}
      </form>
      {isAsking && (
        <Question
          question={replaceQuestion(identity)}
          yes={RESTORE_TEXT.yes}
          no={RESTORE_TEXT.no}
          onYes={restore}
          onNo={leave}
          testId="restore-yes"
        />
      )}
      <ActionNote state={state} busy={LOADING} />
    </section>
  );
}
