/** A button for what cannot be taken back: it asks in its own place, and the keyboard's focus goes with the question. */
import { useEffect, useRef, useState } from "react";
import { Question } from "./question.tsx";

interface ConfirmButtonProps {
  readonly label: string;
  /** What it is about, for those who hear several buttons of one name. */
  readonly about?: string;
  readonly question: string;
  readonly yes: string;
  readonly no: string;
  readonly onConfirm: () => void;
  readonly testId: string;
}

export function ConfirmButton(props: ConfirmButtonProps) {
  const { label, about = "", question, yes, no, onConfirm, testId } = props;
  const [isAsking, setIsAsking] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const noButton = useRef<HTMLButtonElement>(null);
  const before = useRef(isAsking);
  useEffect(() => {
    if (before.current !== isAsking) (isAsking ? noButton : opener).current?.focus();
    before.current = isAsking;
  }, [isAsking]);
  if (isAsking) {
    const onYes = () => {
      setIsAsking(false);
      onConfirm();
    };
    return (
      <Question
        {...{ question, yes, no, onYes, noButton }}
        onNo={() => setIsAsking(false)}
        testId={`${testId}-yes`}
      />
    );
  }
  return (
    <button
      ref={opener}
      type="button"
      className="button"
      data-testid={testId}
      onClick={() => setIsAsking(true)}
    >
      {label}
      {about !== "" && <span className="visually-hidden"> {about}</span>}
    </button>
  );
}
