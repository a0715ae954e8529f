/** Ways to rest besides Stop: until one resumes it, for a while, or from the end of the round on. */
import { say } from "../../messages/say.ts";
import type { PauseKeeper } from "../pause-keeper.ts";
import { snoozeEndMs, type SnoozeLength } from "../pause-view.ts";
import { currentPauseText } from "../use-pause.ts";
import { useNow } from "../../use-now.ts";

const LENGTHS: readonly SnoozeLength[] = ["quarter", "hour", "tomorrow"];
/** Ends are shown to the minute. */
const TICK_MS = 30_000;

interface PauseActionsProps {
  readonly keeper: PauseKeeper;
  readonly isResting: boolean;
  readonly isFinishing: boolean;
}

export function PauseActions({ keeper, isResting, isFinishing }: PauseActionsProps) {
  const nowMs = useNow(TICK_MS);
  const text = currentPauseText();
  return (
    <div className="pause-actions" role="group" aria-label={say("pause.controls")}>
      {!isResting && (
        <button type="button" className="button" data-testid="pause-run" onClick={keeper.pause}>
          {say("pause.pause")}
        </button>
      )}
      {!isResting && !isFinishing && (
        <button type="button" className="button" data-testid="finish-round" onClick={keeper.finishRound}>
          {say("pause.finish")}
        </button>
      )}
      <details className="snooze">
        <summary className="button" data-testid="snooze">
          {say("pause.snooze")}
        </summary>
        <div className="snooze-lengths">
          {LENGTHS.map((length) => (
            <button
              key={length}
              type="button"
              className="button"
              data-testid={`snooze-${length}`}
              onClick={() => keeper.snooze(snoozeEndMs(length, Date.now()))}
            >
              {text.snooze(length, snoozeEndMs(length, nowMs))}
            </button>
          ))}
        </div>
      </details>
    </div>
  );
}
