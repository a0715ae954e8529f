/**
 * Start, Resume and Stop. The first button is always the same element, so that keyboard focus stays on it when its
 * meaning changes with the state of the run.
 */
import { useRef } from "react";
import type { MouseEvent } from "react";
import type { Intensity } from "../../worker/api.ts";
import { isActive } from "../run/run-state.ts";
import type { RunView } from "../run/run-state.ts";
import type { SavedRunHint } from "../run/saved-run-hint.ts";
import { formatCount } from "../text/format.ts";
import { INTENSITY_WORDS } from "../text/intensity-words.ts";
import { RelativeTime } from "./relative-time.tsx";

interface RunActionsProps {
  readonly view: RunView;
  readonly intensity: Intensity;
  /** True when data was chosen after the last run: starting anew is then what the person came for. */
  readonly hasFreshData: boolean;
  readonly start: () => void;
  readonly resume: () => void;
  readonly onStop: () => void;
}

export function RunActions({ view, intensity, hasFreshData, start, resume, onStop }: RunActionsProps) {
  const mainButton = useRef<HTMLButtonElement>(null);
  const isBusy = isActive(view);
  const startAnew = () => {
    mainButton.current?.focus({ preventScroll: true }); // this button vanishes; its focus goes to the one that stays
    start();
  };

  const cost = costOf(intensity);
  const resumable = isBusy ? null : view.resumable;
  return (
    <div className="actions">
      {resumable && <SavedRunNote saved={resumable} />}
      <MainButton
        ref={mainButton}
        {...mainButtonOf({ view, isBusy, cost, hasFreshData, start, resume, onStop })}
      />
      {resumable && (
        <button
          type="button"
          className={hasFreshData ? "button button-main" : "button button-second"}
          data-testid="start"
          onClick={startAnew}
        >
          <span className="button-name">Start a new run</span>
          <span className="button-cost">
            {hasFreshData ? cost : "It replaces the saved one at its first save."}
          </span>
        </button>
      )}
    </div>
  );
}

interface MainButtonProps {
  readonly name: string;
  readonly cost: string;
  readonly testId: "start" | "resume" | "stop";
  readonly look: string;
  readonly isWaiting?: boolean;
  readonly onPress: () => void;
}

function MainButton({ ref, ...button }: MainButtonProps & { readonly ref: React.Ref<HTMLButtonElement> }) {
  const press = (event: MouseEvent) => {
    // The second half of a double click on Start would hit Stop, which stands in the same place.
    if (event.detail < 2 && button.isWaiting !== true) button.onPress();
  };
  return (
    <button
      ref={ref}
      type="button"
      className={`button ${button.look}`}
      data-testid={button.testId}
      aria-disabled={button.isWaiting === true}
      onClick={press}
    >
      <span className="button-name">{button.name}</span>
      <span className="button-cost">{button.cost}</span>
    </button>
  );
}

function mainButtonOf(
  props: Omit<RunActionsProps, "intensity"> & { readonly isBusy: boolean; readonly cost: string },
): MainButtonProps {
  const { view, isBusy, cost, hasFreshData, start, resume, onStop } = props;
  if (isBusy) {
    const isWaiting = view.state === "stopping";
    const name = isWaiting ? "Stopping…" : "Stop";
    return {
      name,
      cost: "Saves the model, then frees this computer.",
      testId: "stop",
      look: "button-stop",
      isWaiting,
      onPress: onStop,
    };
  }
  if (!view.resumable)
    return { name: "Start training", cost, testId: "start", look: "button-main", onPress: start };
  const look = hasFreshData ? "button-second" : "button-main";
  const resumeCost = hasFreshData ? "It goes on with the saved run, not with the new file." : cost;
  return { name: "Resume training", cost: resumeCost, testId: "resume", look, onPress: resume };
}

/** The engine's download is 3 MB for the processor and 5 MB for a graphics chip, compressed; then the browser keeps it. */
const costOf = (intensity: Intensity): string =>
  `Uses ${INTENSITY_WORDS[intensity].share} of this computer’s processor or graphics chip, and downloads up to 5 MB once.`;

const SavedRunNote = ({ saved }: { readonly saved: SavedRunHint }) => (
  <p className="saved-note">
    <strong>A run is saved:</strong> {saved.run.dataName}, step {formatCount(saved.step)},{" "}
    <RelativeTime atMs={saved.savedAtMs} />.
  </p>
);
