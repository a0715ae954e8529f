/** A text that a model writes, as it grows. */
import { useEffect, useRef, useState } from "react";
import type { Writing, WritingOptions } from "../../worker/model-api.ts";
import { reasonOf } from "../ledger/ask.ts";
import type { ModelProps } from "./project-screen-props.ts";

export interface WritingView {
  readonly state: "idle" | "writing" | "written" | "failed";
  /** What the visitor has asked to be written on. */
  readonly prompt: string;
  /** Null before the first characters. */
  readonly writing: Writing | null;
  /** Why it failed. */
  readonly reason: string;
  readonly start: (prompt: string, options: WritingOptions) => void;
  readonly stop: () => void;
}

type State = Omit<WritingView, "start" | "stop">;

export function useWriting({ desk, link }: ModelProps): WritingView {
  const [state, setState] = useState<State>({ state: "idle", prompt: "", writing: null, reason: "" });
  /** Counts starts and stops: a text of before is nobody's any more. */
  const turn = useRef(0);
  const start = (prompt: string, options: WritingOptions) => {
    const own = ++turn.current;
    const show = (next: Partial<State>) =>
      turn.current === own && setState((before) => ({ ...before, ...next }));
    setState({ state: "writing", prompt, writing: null, reason: "" });
    const hear = (writing: Writing) => {
      show({ writing });
      return turn.current === own;
    };
    desk
      .ask((api) => api.generate(link, prompt, options, hear))
      .then(
        (writing) => show({ state: "written", writing }),
        (error: unknown) => show({ state: "failed", reason: reasonOf(error) }),
      );
  };
  const stop = () => {
    turn.current++;
    setState((before) => ({ ...before, state: "written" }));
  };
  useEffect(
    () => () => {
      turn.current++; // nobody reads on
    },
    [],
  );
  return { ...state, start, stop };
}
