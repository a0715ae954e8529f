/** What a trial has shown: whether the model learns, and what that costs here. */
import { unreachable } from "../../shared/core/assert.ts";
import { TRIAL_STEPS } from "../../shared/project/trial.ts";
import type { TrialResult } from "../../worker/trial-api.ts";
import { CheckIcon, ProblemIcon } from "../components/icons.tsx";
import { Reading } from "../components/reading.tsx";
import { say } from "../messages/say.ts";
import { formatCount, formatLoss, formatSeconds, splitDuration, splitFileSize } from "../text/format.ts";
import { lossUnitName } from "../text/unit-names.ts";

export function CreateTrialResult({ result }: { readonly result: TrialResult }) {
  const { verdict, stepMs, roundSteps, roundMs, updateBytes, memoryBytes } = result;
  const step = splitDuration(stepMs);
  const update = splitFileSize(updateBytes);
  const memory = splitFileSize(memoryBytes);
  return (
    <div className="trial-result" data-testid="trial-result" data-verdict={verdict}>
      <p className="trial-verdict" role="status" data-good={verdict !== "learns-nothing"}>
        {verdict === "learns-nothing" ? <ProblemIcon /> : <CheckIcon />}{" "}
        <span>{verdictSentence(result)}</span>
      </p>
      <dl className="readings create-readings">
        <Reading label={say("reading.step-time")} testId="trial-step-time" value={stepMs} unit={step.unit}>
          {step.value}
        </Reading>
        <Reading
          label={say("create.result.steps")}
          testId="trial-round-steps"
          value={roundSteps}
          unit={say("create.result.round", { duration: formatSeconds(roundMs) })}
        >
          {formatCount(roundSteps)}
        </Reading>
        <Reading
          label={say("create.result.update")}
          testId="trial-update"
          value={updateBytes}
          unit={say("create.result.update-unit", { unit: update.unit })}
        >
          {update.value}
        </Reading>
        <Reading
          label={say("create.result.memory")}
          testId="trial-memory"
          value={memoryBytes}
          unit={memory.unit}
        >
          {memory.value}
        </Reading>
      </dl>
    </div>
  );
}

function verdictSentence({ verdict, training, heldOut, lossUnit }: TrialResult): string {
  const unit = lossUnitName(lossUnit);
  const between = ({ before, after }: TrialResult["training"]) => ({
    before: formatLoss(before),
    after: formatLoss(after),
  });
  switch (verdict) {
    case "learns":
      return say("create.verdict.learns", { ...between(heldOut), unit });
    case "by-heart":
      return say("create.verdict.by-heart", { ...between(training), unit });
    case "learns-nothing":
      return say("create.verdict.learns-nothing", { ...between(heldOut), unit, count: TRIAL_STEPS });
    default:
      return unreachable(verdict);
  }
}
