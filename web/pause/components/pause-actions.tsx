/** Ways to rest besides Stop: until one resumes it, for a while, or from the end of the round on. */
import { say } from "../../messages/say.ts";
import type { PauseKeeper } from "../pause-keeper.ts";
import type { Rest } from "../decide.ts";
import { snoozeEndMs, type SnoozeLength } from "../pause-view.ts";
import { currentPauseText } from "../use-pause.ts";
import { useNow } from "../../use-now.ts";

const LENGTHS: readonly SnoozeLength[] = ["quarter", "hour", "tomorrow"];
/** Ends are shown to the minute. */
const TICK_MS = 30_000;

interface PauseActionsProps {
  readonly keeper: PauseKeeper;
  readonly rest: Rest | null;
  readonly isFinishing: boolean;
}

export function PauseActions({ keeper, rest, isFinishing }: PauseActionsProps) {
  const nowMs = useNow(TICK_MS);
  const text = currentPauseText();
  return (
    <div className="pause-actions" role="group" aria-label={say("pause.controls")}>
      {rest === null && (
        <button type="button" className="button" data-testid="pause-run" onClick={keeper.pause}>
          {say("pause.pause")}
        </button>
      )}
      {rest === null && !isFinishing && (
        <button type="button" className="button" data-testid="finish-round" onClick={keeper.finishRound}>
          {say("pause.finish")}
        </button>
      )}
      <details className="snooze">
        <summary className="button" data-testid="snooze">
          {say(rest?.reason === "snoozed" ? "pause.snooze.change" : "pause.snooze")}
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
