/** What this browser has kept: of this project, or else of the one that was trained last. */
import { isSavedProject, type SavedRunHint } from "../run/saved-run-hint.ts";
import { formatCount } from "../text/format.ts";
import { RelativeTime } from "./relative-time.tsx";

interface SavedNoteProps {
  readonly saved: SavedRunHint | null;
  readonly link: string | null;
  /** Files were chosen, which make a project of their own. */
  readonly isNew: boolean;
  readonly isBusy: boolean;
  readonly hrefOf: (link: string | null) => string;
}

export function SavedNote({ saved, link, isNew, isBusy, hrefOf }: SavedNoteProps) {
  const isThis = saved !== null && !isNew && isSavedProject(saved, link);
  return (
    <p className="note saved-note" data-testid="saved-note">
      {isThis && (
        <>
          {saved.round > 0 ? <strong>Round {formatCount(saved.round)}</strong> : "The model"}, saved{" "}
          <RelativeTime atMs={saved.savedAtMs} />. {!isBusy && "Start goes on from there."}
        </>
      )}
      {!isThis && (isBusy || saved === null) && "The model is saved in this browser after every round."}
      {!isThis && !isBusy && saved !== null && (
        <>
          Trained last: {saved.run.dataName}, round {formatCount(saved.round)},{" "}
          <RelativeTime atMs={saved.savedAtMs} />. <a href={hrefOf(saved.link)}>Go on with it</a>
        </>
      )}
    </p>
  );
}
