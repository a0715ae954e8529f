/** What training may draw, as a range, and how that is reckoned. Nothing is measured, and it says so. */
import { memo } from "react";
import { say, sayWith } from "../messages/say.ts";
import type { PauseKeeper } from "../pause/pause-keeper.ts";
import type { BackendChoice } from "../run/run-state.ts";
import { formatFixed } from "../text/format.ts";
import { useNow } from "../use-now.ts";
import { type EnergyRange, wattHours, wattsOf } from "./energy.ts";
import { energyLogOf } from "./energy-log.ts";
import { rangeValues } from "./text.ts";

const TICK_MS = 5000;

interface EnergyNoteProps {
  readonly keeper: PauseKeeper;
  /** Null before training began. */
  readonly backend: BackendChoice | null;
}

export const EnergyNote = memo(function EnergyNote({ keeper, backend }: EnergyNoteProps) {
  useNow(TICK_MS);
  const log = energyLogOf(keeper);
  const watts = log.now();
  const today = wattHours(log.today());
  return (
    <div className="energy">
      <h4>{say("swarm-screen.energy")}</h4>
      <p className="energy-line" data-testid="energy">
        <span>
          {watts === null
            ? say("swarm-screen.energy.none")
            : say("swarm-screen.energy.now", rangeValues(watts))}
        </span>
        <span>{todayText(today)}</span>
      </p>
      <details className="energy-how">
        <summary data-testid="energy-how">
          <InfoIcon />
          {say("swarm-screen.energy.how")}
        </summary>
        <p className="note">{sayWith("swarm-screen.energy.formula", { strong: <strong /> })}</p>
        <p className="note">{wattsText(backend)}</p>
        <p className="note">{say("swarm-screen.energy.caveat")}</p>
      </details>
    </div>
  );
});

/** Less than is worth a digit. */
const LITTLE_WH = 0.1;

function todayText(today: EnergyRange): string {
  if (today.high === 0) return say("swarm-screen.energy.none-today");
  if (today.high < LITTLE_WH)
    return say("swarm-screen.energy.little-today", { most: formatFixed(LITTLE_WH, 1) });
  return say("swarm-screen.energy.today", rangeValues(today));
}

function wattsText(backend: BackendChoice | null): string {
  if (backend === null) return say("swarm-screen.energy.watts-unknown");
  const watts = rangeValues(wattsOf(backend));
  return backend.backend === "webgpu"
    ? say("swarm-screen.energy.watts-graphics", watts)
    : say("swarm-screen.energy.watts-processor", { ...watts, threads: backend.threadCount });
}

const InfoIcon = () => (
  <svg className="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
    <circle cx="8" cy="8" r="6.5" />
    <path d="M8 7.5v3.5M8 5v.1" />
  </svg>
);
