/** The trial: a few steps in this tab, seen by nobody, before anything is published. */
import { type MouseEvent, useId } from "react";
import { TRIAL_STEPS } from "../../shared/project/trial.ts";
import type { TrialStep } from "../../worker/trial-api.ts";
import { ProblemPanel } from "../components/problem-panel.tsx";
import { say } from "../messages/say.ts";
import { formatLoss, formatRoundSize, formatSeconds } from "../text/format.ts";
import { CreateTrialResult } from "./create-trial-result.tsx";
import type { CreateView } from "./create-view.ts";

/** The engine's: 3 MB for the processor and 5 MB for a graphics chip, compressed; then the browser keeps it. */
const DOWNLOAD_BYTES = 5_000_000;

interface CreateTrialProps extends Pick<CreateView, "look" | "trial" | "publish"> {
  /** A run is on, which needs the computer. */
  readonly isBusy: boolean;
  readonly onStart: () => void;
  readonly onStop: () => void;
}

export function CreateTrial({ look, trial, publish, isBusy, onStart, onStop }: CreateTrialProps) {
  const headingId = useId();
  const noteId = useId();
  const isRunning = trial.kind === "running";
  const isBarred = !isRunning && (isBusy || look.kind !== "looked");
  const press = (event: MouseEvent) => {
    // The second half of a double click would hit Stop, which stands in the same place.
    if (event.detail < 2 && !isBarred) (isRunning ? onStop : onStart)();
  };
  return (
    <section className="create-part" aria-labelledby={headingId} data-testid="trial" data-kind={trial.kind}>
      <h3 id={headingId}>{say("create.trial")}</h3>
      <p className="note" id={noteId}>
        {noteOf(look, isBusy && publish.kind !== "publishing")}
      </p>
      <button
        type="button"
        className={`button create-go ${isRunning ? "button-sure" : ""}`}
        aria-disabled={isBarred}
        aria-describedby={noteId}
        data-testid={isRunning ? "trial-stop" : "trial-start"}
        onClick={press}
      >
        {say(
          isRunning
            ? "create.trial.stop"
            : trial.kind === "none"
              ? "create.trial.start"
              : "create.trial.again",
        )}
      </button>
      {trial.kind !== "none" && (
        <div className="trial-outcome">
          {isRunning && <TrialProgress last={trial.last} />}
          {trial.kind === "failed" && <ProblemPanel problem={trial.problem} />}
          {trial.kind === "done" && <CreateTrialResult result={trial.result} />}
        </div>
      )}
    </section>
  );
}

function noteOf(look: CreateView["look"], isBusy: boolean): string {
  if (isBusy) return say("create.trial.busy");
  if (look.kind === "looking") return say("create.trial.looking");
  if (look.kind !== "looked") return say("create.trial.no-data");
  return say("create.trial.what", { count: TRIAL_STEPS, size: formatRoundSize(DOWNLOAD_BYTES) });
}

/** @param last null while the engine is loaded */
function TrialProgress({ last }: { readonly last: TrialStep | null }) {
  const step = last?.step ?? 0;
  return (
    <div className="trial-progress">
      <progress
        max={TRIAL_STEPS}
        value={step}
        aria-label={say("create.trial")}
        data-testid="trial-progress"
      />
      <p className="note" data-testid="trial-step" data-value={step}>
        {last === null
          ? say("create.trial.opening")
          : say("create.trial.step", {
              step,
              count: TRIAL_STEPS,
              loss: formatLoss(last.loss),
              duration: formatSeconds(((TRIAL_STEPS - step) * last.elapsedMs) / step),
            })}
      </p>
    </div>
  );
}
