/** Said once, by the page that has just deleted everything. */
import { useEffect, useRef } from "react";
import type { EraseReport } from "../erase/erase-mark.ts";
import { say } from "../messages/say.ts";

export function EraseNote({ report: { heldDatabases } }: { readonly report: EraseReport }) {
  const note = useRef<HTMLParagraphElement>(null);
  useEffect(() => note.current?.focus(), []);
  return (
    <p className="offer" role="status" data-testid="erased" ref={note} tabIndex={-1}>
      {heldDatabases.length === 0
        ? say("settings.erase.done")
        : say("settings.erase.partly", { what: heldDatabases.join(", ") })}
    </p>
  );
}
