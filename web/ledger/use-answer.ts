/** The answer to a question. The last one stays while a newer question is asked, so that nothing on the screen jumps. */
import { useEffect, useState } from "react";
import type { LedgerApi } from "../../worker/ledger-api.ts";
import { reasonOf } from "./ask.ts";
import type { LedgerController } from "./ledger-controller.ts";
import { useLedger } from "./use-ledger.ts";

export interface Answer<T> {
  /** Null before the first one. */
  readonly value: T | null;
  /** Why the newest question got none; empty while all is well. */
  readonly trouble: string;
  readonly isAsking: boolean;
}

type Question<T> = (api: LedgerApi) => Promise<T>;

/** An answer with what it answers. */
interface Heard<T> extends Pick<Answer<T>, "value" | "trouble"> {
  readonly to: Question<T> | null;
  readonly stamp: string;
}

/**
 * @param question asked again whenever it is another function
 * @param reason asked again whenever this is another text: for what changes the answer without changing the question
 */
export function useAnswer<T>(ledger: LedgerController, question: Question<T>, reason = ""): Answer<T> {
  const { openCount } = useLedger(ledger);
  const stamp = `${reason} ${openCount}`;
  const [heard, setHeard] = useState<Heard<T>>({ to: null, stamp, value: null, trouble: "" });
  useEffect(() => {
    let isCurrent = true;
    const to = question;
    ledger.ask(question).then(
      (value) => isCurrent && setHeard({ to, stamp, value, trouble: "" }),
      (error: unknown) =>
        isCurrent && setHeard(({ value }) => ({ to, stamp, value, trouble: reasonOf(error) })),
    );
    return () => {
      isCurrent = false;
    };
  }, [ledger, question, stamp]);
  const { value, trouble } = heard;
  return { value, trouble, isAsking: heard.to !== question || heard.stamp !== stamp };
}
