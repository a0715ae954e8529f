/** Samples of the held-out part, one after the other. */
import { useCallback, useState } from "react";
import type { ModelApi, TrialExample } from "../../worker/model-api.ts";
import type { ModelProps } from "./project-screen-props.ts";
import { useModelAnswer } from "./use-model-answer.ts";

export interface Examples {
  /** Null before the first one. */
  readonly example: TrialExample | null;
  readonly showAnother: () => void;
}

export function useExamples({ desk, link }: ModelProps): Examples {
  const [turn, setTurn] = useState(0);
  const ask = useCallback((api: ModelApi) => api.example(link, turn), [link, turn]);
  const { value } = useModelAnswer(desk, ask, link);
  return { example: value, showAnother: () => setTurn(turn + 1) };
}
