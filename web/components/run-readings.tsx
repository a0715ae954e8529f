/** This tab's own dials. */
import type { RunView } from "../run/run-state.ts";
import { formatCount, formatLoss, formatRate, formatShare, splitDuration } from "../text/format.ts";
import { Reading } from "./reading.tsx";
import { RelativeTime } from "./relative-time.tsx";

export function RunReadings({ view }: { readonly view: RunView }) {
  const { run, step, loss, heldOut, unitsPerSecond, stepMs, lastSave, resumedFromStep } = view;
  const duration = stepMs === null ? null : splitDuration(stepMs);
  const lossUnit = run?.lossUnit ?? "";
  return (
    <dl className="readings">
      <Reading
        label="Step"
        testId="step"
        value={step}
        note={resumedFromStep === null ? "" : `from ${formatCount(resumedFromStep)}`}
      >
        {step === null ? null : formatCount(step)}
      </Reading>
      <Reading label="Training loss" testId="loss" value={loss} unit={lossUnit}>
        {loss === null ? null : formatLoss(loss)}
      </Reading>
      <Reading
        label="Held-out loss"
        testId="held-out-loss"
        value={heldOut?.loss ?? null}
        unit={lossUnit}
        note={rightAnswers(heldOut)}
      >
        {heldOut && formatLoss(heldOut.loss)}
      </Reading>
      <Reading
        label="Throughput"
        testId="throughput"
        value={unitsPerSecond}
        unit={`${run?.unit ?? "units"}/s`}
      >
        {unitsPerSecond === null ? null : formatRate(unitsPerSecond)}
      </Reading>
      <Reading label="Time per step" testId="step-time" value={stepMs} unit={duration?.unit ?? ""}>
        {duration?.value}
      </Reading>
      <Reading
        label="Last saved"
        testId="saved"
        value={lastSave?.step ?? null}
        note={lastSave ? `step ${formatCount(lastSave.step)}` : ""}
      >
        {lastSave && <RelativeTime atMs={lastSave.savedAtMs} />}
      </Reading>
    </dl>
  );
}

const rightAnswers = (heldOut: RunView["heldOut"]): string =>
  heldOut === null || heldOut.accuracy === null ? "" : `${formatShare(heldOut.accuracy)} right`;
