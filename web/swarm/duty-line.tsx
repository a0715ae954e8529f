/** What this tab takes of the computer now, and why that is less than was chosen if it is. */
import type { MessageId } from "../messages/catalog.ts";
import { say } from "../messages/say.ts";
import type { PauseKeeper } from "../pause/pause-keeper.ts";
import { usePause, usePauseSettings } from "../pause/use-pause.ts";
import type { RunView } from "../run/run-state.ts";
import { intensityName } from "../text/intensity-words.ts";
import { DutyRing } from "./duty-ring.tsx";
import { dutyOf } from "./energy.ts";

interface DutyLineProps {
  readonly keeper: PauseKeeper;
  readonly view: RunView;
}

export function DutyLine({ keeper, view }: DutyLineProps) {
  const { intensity } = usePause(keeper);
  const { intensity: chosen } = usePauseSettings(keeper);
  const isComputing = view.state === "training" && !view.isElsewhere;
  return (
    <div className="duty" data-testid="duty" data-duty={isComputing ? dutyOf(intensity) : 0}>
      <DutyRing duty={isComputing ? dutyOf(intensity) : 0} />
      <p>
        <strong>
          {isComputing ? say("swarm-screen.duty", { intensity }) : say("swarm-screen.duty.none")}
        </strong>
        <br />
        <span className="note">
          {say(noteOf(isComputing, intensity === chosen), { name: intensityName(chosen) })}
        </span>
      </p>
    </div>
  );
}

function noteOf(isComputing: boolean, isAsChosen: boolean): MessageId {
  if (!isComputing) return "swarm-screen.duty.idle";
  return isAsChosen ? "swarm-screen.duty.chosen" : "swarm-screen.duty.reduced";
}
