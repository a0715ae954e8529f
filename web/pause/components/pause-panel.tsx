/** What happened while nobody looked, why less is used than was chosen, and the ways to rest. */
import { useSyncExternalStore } from "react";
import { say } from "../../messages/say.ts";
import { hrefOfScreen } from "../../screens/screen-address.ts";
import { remedyOfSlow } from "../pause-view.ts";
import type { PauseKeeper } from "../pause-keeper.ts";
import { currentPauseText, usePause } from "../use-pause.ts";
import { NoticeNote } from "./notice-note.tsx";
import { PauseActions } from "./pause-actions.tsx";

export function PausePanel({ keeper }: { readonly keeper: PauseKeeper }) {
  const { isWished, rest, slowed, isFinishing, notice } = usePause(keeper);
  const isElsewhere = useSyncExternalStore(keeper.subscribe, () => keeper.view().isElsewhere);
  const text = currentPauseText();
  const remedy = slowed && remedyOfSlow(slowed);
  return (
    <div className="pause" data-testid="pause" data-reason={rest?.reason ?? ""}>
      {notice && <NoticeNote keeper={keeper} notice={notice} />}
      {slowed && (
        <div className="pause-slowed" data-testid="slowed" data-reason={slowed}>
          <p className="note" role="status">
            {text.slowed(slowed)}
          </p>
          {remedy && (
            <button type="button" className="button" onClick={() => keeper.take(remedy)}>
              {say("pause.slowed.use-all")}
            </button>
          )}
        </div>
      )}
      {isFinishing && (
        <p className="note" role="status">
          {say("pause.finishing")}
        </p>
      )}
      {isWished && !isElsewhere && <PauseActions keeper={keeper} rest={rest} isFinishing={isFinishing} />}
      <a className="pause-settings" href={hrefOfScreen("settings")} data-testid="pause-settings">
        {say("pause.settings")}
      </a>
    </div>
  );
}
