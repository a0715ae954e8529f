/** One click signs the project and starts its training; until it may be pressed, it says what is missing. */
import { useId } from "react";
import { TRIAL_STEPS } from "../../shared/project/trial.ts";
import { ProblemPanel } from "../components/problem-panel.tsx";
import { listsAs } from "../messages/intl.ts";
import { say } from "../messages/say.ts";
import { PausePanel } from "../pause/components/pause-panel.tsx";
import type { PauseKeeper } from "../pause/pause-keeper.ts";
import { type CreateView, type Missing, missingOf } from "./create-view.ts";

interface CreatePublishProps {
  readonly view: CreateView;
  /** A run is on: this one's, while it is being published, or another. */
  readonly isBusy: boolean;
  /** It waits for what the pause rules wait for. */
  readonly isResting: boolean;
  readonly controller: PauseKeeper;
  readonly onPublish: () => void;
}

export function CreatePublish({ view, isBusy, isResting, controller, onPublish }: CreatePublishProps) {
  const headingId = useId();
  const noteId = useId();
  const { publish } = view;
  const missing = missingOf(view);
  const isPublishing = publish.kind === "publishing";
  const isBarred = missing.length > 0 || isBusy || isPublishing;
  return (
    <section
      className="create-part"
      aria-labelledby={headingId}
      data-testid="publish"
      data-missing={missing.join(" ")}
    >
      <h3 id={headingId}>{say("create.publish")}</h3>
      <p className="note" id={noteId} role="status">
        {noteOf(missing, isBusy, isPublishing)}
      </p>
      <p className="note">{say("create.how.lasting")}</p>
      <button
        type="button"
        className="button button-main create-go"
        aria-disabled={isBarred}
        aria-describedby={noteId}
        data-testid="publish-project"
        onClick={() => !isBarred && onPublish()}
      >
        {say("create.publish.press")}
      </button>
      {isPublishing && isResting && <PausePanel keeper={controller} />}
      {publish.kind === "failed" && <ProblemPanel problem={publish.problem} />}
    </section>
  );
}

const ALL_OF = { type: "conjunction" } as const;

function noteOf(missing: readonly Missing[], isBusy: boolean, isPublishing: boolean): string {
  if (isPublishing) return say("create.publish.under-way");
  if (missing.length > 0) {
    const list = missing.map((each) => say(`create.publish.missing.${each}`, { count: TRIAL_STEPS }));
    return say("create.publish.missing", { list: listsAs(ALL_OF).format(list) });
  }
  return say(isBusy ? "create.publish.busy" : "create.publish.what");
}
