/** Why the tab is training, or why it is not, announced politely when it changes; and the button that changes it, if there is one. */
import { sayWith } from "../messages/say.ts";
import type { Status } from "../text/status-sentence.ts";
import { StatusIcon } from "./icons.tsx";

const TAGS = { strong: <strong /> };

export const RunStatus = ({ status }: { readonly status: Status }) => (
  <div className="run-status">
    <p className="status" role="status" data-testid="status" data-tone={status.tone}>
      <StatusIcon tone={status.tone} />
      <span>{sayWith("status.line", TAGS, { word: status.word, sentence: status.sentence })}</span>
    </p>
    {status.action && (
      <button
        type="button"
        className="button"
        data-testid="status-action"
        data-action={status.action.name}
        onClick={status.action.onPress}
      >
        {status.action.label}
      </button>
    )}
  </div>
);
