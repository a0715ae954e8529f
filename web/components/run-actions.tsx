/**
 * Start and Stop. It is always the same element, so that keyboard focus stays on it when its meaning changes with the state
 * of the run.
 */
import type { MouseEvent } from "react";
import type { Intensity } from "../../worker/api.ts";
import { say } from "../messages/say.ts";
import { isActive } from "../run/run-state.ts";
import type { RunView } from "../run/run-state.ts";
import { formatRoundSize } from "../text/format.ts";

interface RunActionsProps {
  readonly view: RunView;
  readonly intensity: Intensity;
  readonly start: () => void;
  readonly onStop: () => void;
}

export function RunActions({ view, intensity, start, onStop }: RunActionsProps) {
  const isBusy = isActive(view);
  const isWaiting = view.state === "stopping";
  const press = (event: MouseEvent) => {
    // The second half of a double click on Start would hit Stop, which stands in the same place.
    if (event.detail < 2 && !isWaiting) (isBusy ? onStop : start)();
  };
  return (
    <div className="actions">
      <button
        type="button"
        className={`button ${isBusy ? "button-stop" : "button-main"}`}
        data-testid={isBusy ? "stop" : "start"}
        aria-disabled={isWaiting}
        onClick={press}
      >
        <span className="button-name">{nameOf(isBusy, isWaiting)}</span>
        <span className="button-cost">{isBusy ? say("run.stop-cost") : costOf(intensity)}</span>
      </button>
    </div>
  );
}

function nameOf(isBusy: boolean, isWaiting: boolean): string {
  if (isWaiting) return say("run.stopping");
  return say(isBusy ? "run.stop" : "run.start");
}

/** The engine's: 3 MB for the processor and 5 MB for a graphics chip, compressed; then the browser keeps it. */
const DOWNLOAD_BYTES = 5_000_000;

const costOf = (intensity: Intensity): string =>
  say("run.start-cost", { intensity, size: formatRoundSize(DOWNLOAD_BYTES) });
