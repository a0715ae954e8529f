/** This tab's own dials. */
import { say } from "../messages/say.ts";
import type { RunView } from "../run/run-state.ts";
import { formatCount, formatLoss, formatRate, formatShare, splitDuration } from "../text/format.ts";
import { lossUnitName, unitName } from "../text/unit-names.ts";
import { Reading } from "./reading.tsx";
import { RelativeTime } from "./relative-time.tsx";

export function RunReadings({ view }: { readonly view: RunView }) {
  const { run, step, loss, heldOut, unitsPerSecond, stepMs, lastSave, resumedFromStep } = view;
  const duration = stepMs === null ? null : splitDuration(stepMs);
  const lossUnit = run ? lossUnitName(run.lossUnit) : "";
  return (
    <dl className="readings">
      <Reading
        label={say("reading.step")}
        testId="step"
        value={step}
        note={
          resumedFromStep === null ? "" : say("reading.step-from", { step: formatCount(resumedFromStep) })
        }
      >
        {step === null ? null : formatCount(step)}
      </Reading>
      <Reading label={say("reading.training-loss")} testId="loss" value={loss} unit={lossUnit}>
        {loss === null ? null : formatLoss(loss)}
      </Reading>
      <Reading
        label={say("reading.held-out-loss")}
        testId="held-out-loss"
        value={heldOut?.loss ?? null}
        unit={lossUnit}
        note={rightAnswers(heldOut)}
      >
        {heldOut && formatLoss(heldOut.loss)}
      </Reading>
      <Reading
        label={say("reading.throughput")}
        testId="throughput"
        value={unitsPerSecond}
        unit={say("unit.per-second", { unit: unitName(run?.unit ?? null) })}
      >
        {unitsPerSecond === null ? null : formatRate(unitsPerSecond)}
      </Reading>
      <Reading label={say("reading.step-time")} testId="step-time" value={stepMs} unit={duration?.unit ?? ""}>
        {duration?.value}
      </Reading>
      <Reading
        label={say("reading.saved")}
        testId="saved"
        value={lastSave?.step ?? null}
        note={lastSave ? say("reading.saved-step", { step: formatCount(lastSave.step) }) : ""}
      >
        {lastSave && <RelativeTime atMs={lastSave.savedAtMs} />}
      </Reading>
    </dl>
  );
}

const rightAnswers = (heldOut: RunView["heldOut"]): string =>
  heldOut === null || heldOut.accuracy === null
    ? ""
    : say("reading.right", { share: formatShare(heldOut.accuracy) });
