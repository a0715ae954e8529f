/** A question with two answers. The one that changes nothing can take the keyboard's focus. */
import { type RefObject, useId } from "react";

interface QuestionProps {
  readonly question: string;
  readonly yes: string;
  readonly no: string;
  readonly onYes: () => void;
  readonly onNo: () => void;
  readonly noButton?: RefObject<HTMLButtonElement | null>;
  /** Of the button that says yes. */
  readonly testId?: string | undefined;
}

export function Question({ question, yes, no, onYes, onNo, noButton, testId }: QuestionProps) {
  const questionId = useId();
  return (
    <div className="question" role="group" aria-labelledby={questionId}>
      <p id={questionId}>{question}</p>
      <div className="buttons">
        <button type="button" className="button button-sure" data-testid={testId} onClick={onYes}>
          {yes}
        </button>
        <button ref={noButton} type="button" className="button" onClick={onNo}>
          {no}
        </button>
      </div>
    </div>
  );
}
