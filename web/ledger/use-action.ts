/** Something that the visitor asked for: under way, done, or refused with a reason. */
import { TabloomError } from "../../shared/core/errors.ts";
import { useState } from "react";
import { reasonOf } from "./ask.ts";

export interface ActionState {
  readonly kind: "idle" | "busy" | "done" | "refused";
  /** May be empty. */
  readonly text: string;
}

export interface Action {
  readonly state: ActionState;
  /** @param work fulfilled with the sentence that says what was done; rejected with the reason, for people */
  readonly run: (work: () => Promise<string>) => void;
}

/** It was refused; the message says why, for people. */
export class RefusedError extends TabloomError {
  override readonly name = "RefusedError";
}

export function useAction(): Action {
  const [state, setState] = useState<ActionState>({ kind: "idle", text: "" });
  const run = (work: () => Promise<string>) => {
    if (state.kind === "busy") return; // the second half of a double click
    setState({ kind: "busy", text: "" });
    work().then(
      (text) => setState({ kind: "done", text }),
      (error: unknown) => setState({ kind: "refused", text: reasonOf(error) }),
    );
  };
  return { state, run };
}
