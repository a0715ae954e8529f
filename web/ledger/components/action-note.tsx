/** How an action went. Its line is kept free, so that nothing below it moves. */
import { type RefObject, useEffect, useRef } from "react";
import { ProblemIcon } from "../../components/icons.tsx";
import type { ActionState } from "../use-action.ts";
import { say } from "../../messages/say.ts";

interface ActionNoteProps {
  readonly state: ActionState;
  /** Said while it is under way. */
  readonly busy?: string;
}

export function ActionNote({ state, busy = "" }: ActionNoteProps) {
  const note = useRef<HTMLParagraphElement>(null);
  useFoundFocus(note, state.kind);
  return (
    <p className="note action-note" role="status" data-kind={state.kind} ref={note} tabIndex={-1}>
      {state.kind === "busy" && busy}
      {state.kind === "done" && state.text}
      {state.kind === "refused" && (
        <>
          <ProblemIcon /> <strong>{say("action.refused")}</strong> <bdi>{state.text}</bdi>
        </>
      )}
    </p>
  );
}

/** Takes the keyboard's focus, once for each action, when the button that began it is gone. */
function useFoundFocus(note: RefObject<HTMLElement | null>, kind: ActionState["kind"]): void {
  const isDue = useRef(false);
  useEffect(() => {
    isDue.current = kind === "busy" || isDue.current;
  }, [kind]);
  // After every drawing, because the button may go later than the action ends.
  useEffect(() => {
    if (!isDue.current || document.activeElement !== document.body) return;
    isDue.current = false;
    note.current?.focus({ preventScroll: true });
  });
}
