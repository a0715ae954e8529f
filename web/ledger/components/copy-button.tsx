/** Copies a text, and says in its own place whether that worked. */
import { useState } from "react";
import { COPY_TEXT } from "../text/you-text.ts";

interface CopyButtonProps {
  readonly text: string;
  /** What is copied, for those who hear the button without seeing what it stands beside. */
  readonly what: string;
  readonly className?: "link copy" | "button";
}

export function CopyButton({ text, what, className = "link copy" }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<"" | "copied" | "refused">("");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome("copied");
    } catch {
      setOutcome("refused");
    }
  };
  return (
    <>
      <button type="button" className={className} onClick={() => void copy()}>
        {COPY_TEXT.copy} <span className="visually-hidden">{what}</span>
      </button>
      <span className="note" role="status">
        {outcome === "copied" && COPY_TEXT.copied}
        {outcome === "refused" && `${COPY_TEXT.byHand} ${text}`}
      </span>
    </>
  );
}
