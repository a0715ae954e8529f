/** Said once, by the page that has just deleted everything. */
import { useEffect, useRef } from "react";
import { ProblemIcon } from "../components/icons.tsx";
import type { EraseReport } from "../erase/erase-mark.ts";
import { say } from "../messages/say.ts";

export function EraseNote({ report }: { readonly report: EraseReport }) {
  const note = useRef<HTMLParagraphElement>(null);
  useEffect(() => note.current?.focus(), []);
  const hasFailed = report.heldDatabases.length > 0;
  return (
    <p
      className={hasFailed ? "erase-note erase-warning" : "erase-note offer"}
      role="status"
      data-testid="erased"
      ref={note}
      tabIndex={-1}
    >
      {hasFailed && <ProblemIcon />}
      <span>{reportText(report)}</span>
    </p>
  );
}

function reportText({ heldDatabases, keepsProgram }: EraseReport): string {
  if (heldDatabases.length > 0) return say("settings.erase.partly");
  return say(keepsProgram ? "settings.erase.done-offline" : "settings.erase.done");
}
