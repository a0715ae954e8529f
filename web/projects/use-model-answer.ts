/** The answer to a question about a model. The last one stays while the question is asked anew, so that nothing on the screen jumps. */
import { useEffect, useState } from "react";
import { ModelFaultError, type ModelDesk, type ModelQuestion } from "./project-desk.ts";

export interface ModelAnswerView<T> {
  /** Null before the first one. */
  readonly value: T | null;
  /** Why the newest question got none; null while all is well. */
  readonly error: ModelFaultError | null;
  readonly retry: () => void;
}

interface Heard<T> extends Pick<ModelAnswerView<T>, "value" | "error"> {
  /** What was asked about: an answer about something else is none. */
  readonly about: string | null;
  /** When it was asked. */
  readonly moment: string;
}

/**
 * @param question asked again whenever it is another function
 * @param about the project
 * @param stamp asked again whenever it is another text
 */
export function useModelAnswer<T>(
  desk: ModelDesk,
  question: ModelQuestion<T>,
  about: string | null,
  stamp = "",
): ModelAnswerView<T> {
  const [heard, setHeard] = useState<Heard<T>>({ about, moment: "", value: null, error: null });
  const [attempt, setAttempt] = useState(0);
  const moment = `${stamp} ${attempt}`;
  useEffect(() => {
    let isCurrent = true;
    desk.ask(question).then(
      (value) => isCurrent && setHeard({ about, moment, value, error: null }),
      (error: unknown) => {
        if (!isCurrent || !(error instanceof ModelFaultError)) return;
        setHeard((before) => {
          const value = before.about === about ? before.value : null;
          return { about, moment, value, error };
        });
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [desk, question, about, moment]);
  const { value, error } = heard.about === about ? heard : { value: null, error: null };
  return { value, error, retry: () => setAttempt(attempt + 1) };
}
