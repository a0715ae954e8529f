/** Why the tab is training, or why it is not; announced politely when it changes. */
import type { Status } from "../text/status-sentence.ts";
import { StatusIcon } from "./icons.tsx";

export const RunStatus = ({ status }: { readonly status: Status }) => (
  <p className="status" role="status" data-testid="status" data-tone={status.tone}>
    <StatusIcon tone={status.tone} />
    <span>
      <strong>{status.word}.</strong> {status.sentence}
    </span>
  </p>
);
