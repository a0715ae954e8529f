/** Something that happened to the donation, and the one thing to do about it. */
import { say } from "../../messages/say.ts";
import type { PauseKeeper } from "../pause-keeper.ts";
import type { Notice } from "../pause-view.ts";
import { currentPauseText } from "../use-pause.ts";

interface NoticeNoteProps {
  readonly keeper: PauseKeeper;
  readonly notice: Notice;
}

export function NoticeNote({ keeper, notice }: NoticeNoteProps) {
  const text = currentPauseText();
  const isInterrupted = notice.kind === "interrupted";
  return (
    <div className="pause-notice" role="status" data-testid="pause-notice" data-kind={notice.kind}>
      <p>{text.notice(notice)}</p>
      <div className="pause-actions">
        {isInterrupted && (
          <button type="button" className="button" data-testid="continue" onClick={keeper.goOn}>
            {say("pause.continue")}
          </button>
        )}
        {notice.kind === "was-hidden" && (
          <button type="button" className="button" onClick={() => keeper.take("allow-background")}>
            {text.remedy("allow-background")}
          </button>
        )}
        <button type="button" className="button" data-testid="dismiss" onClick={keeper.dismissNotice}>
          {say(isInterrupted || notice.kind === "was-hidden" ? "pause.dismiss" : "pause.close")}
        </button>
      </div>
    </div>
  );
}
