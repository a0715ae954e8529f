/** Copies a text, and says in its own place whether that worked. */
import { useState } from "react";
import { say } from "../../messages/say.ts";

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
        {say("copy.copy")} <span className="visually-hidden">{what}</span>
      </button>
      <span className="note" role="status">
        {outcome === "copied" && say("copy.copied")}
        {outcome === "refused" && say("copy.by-hand", { text })}
      </span>
    </>
  );
}
