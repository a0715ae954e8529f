/** What a trial has shown: whether the model learns, and what that costs here. */
import type { ReactNode } from "react";
import { unreachable } from "../../shared/core/assert.ts";
import { TRIAL_STEPS } from "../../shared/project/trial.ts";
import type { TrialResult } from "../../worker/trial-api.ts";
import { CheckIcon, ProblemIcon } from "../components/icons.tsx";
import { ProblemPanel } from "../components/problem-panel.tsx";
import { Reading } from "../components/reading.tsx";
import { say } from "../messages/say.ts";
import { formatCount, formatLoss, formatRoundSeconds, splitDuration, splitFileSize } from "../text/format.ts";
import { lossUnitName } from "../text/unit-names.ts";

export function CreateTrialResult({ result }: { readonly result: TrialResult }) {
  const { verdict, stepMs, roundSteps, roundMs, updateBytes, memoryBytes } = result;
  const step = splitDuration(stepMs);
  const update = splitFileSize(updateBytes);
  const memory = splitFileSize(memoryBytes, 0);
  return (
    <div className="trial-result" data-testid="trial-result" data-verdict={verdict}>
      <Verdict {...result} />
      <dl className="readings create-readings">
        <Reading label={say("reading.step-time")} testId="trial-step-time" value={stepMs} unit={step.unit}>
          {step.value}
        </Reading>
        <Reading
          label={say("create.result.steps")}
          testId="trial-round-steps"
          value={roundSteps}
          unit={say("create.result.round", { duration: formatRoundSeconds(roundMs) })}
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

function Verdict({ verdict, training, heldOut, lossUnit }: TrialResult) {
  const unit = lossUnitName(lossUnit);
  const between = ({ before, after }: TrialResult["training"]) => ({
    before: formatLoss(before),
    after: formatLoss(after),
  });
  switch (verdict) {
    case "learns":
      return (
        <Learns>
          <CheckIcon /> <span>{say("create.verdict.learns", { ...between(heldOut), unit })}</span>
        </Learns>
      );
    case "by-heart":
      return (
        <Learns>
          <ProblemIcon /> <span>{say("create.verdict.by-heart", { ...between(training), unit })}</span>
        </Learns>
      );
    case "learns-nothing":
      return (
        <ProblemPanel
          problem={{
            title: say("create.verdict.learns-nothing", { count: TRIAL_STEPS }),
            advice: say("create.verdict.learns-nothing.advice", { ...between(heldOut), unit }),
          }}
        />
      );
    default:
      return unreachable(verdict);
  }
}

const Learns = ({ children }: { readonly children: ReactNode }) => (
  <p className="trial-verdict" role="status">
    {children}
  </p>
);
