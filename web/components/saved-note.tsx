/** What this browser has kept: of this project, or else of the one that was trained last. */
import { say, sayWith } from "../messages/say.ts";
import { isSavedProject, type SavedRunHint } from "../run/saved-run-hint.ts";
import { formatCount } from "../text/format.ts";
import { dataName } from "../text/source-name.ts";
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
  // With the figures of that moment the live strip says its round and time.
  const isSaidAbove = saved !== null && saved.figures !== null;
  return (
    <p className="note saved-note" data-testid="saved-note">
      {isThis && (
        <>
          {isSaidAbove ? say("saved.here") : <ThisModel saved={saved} />} {!isBusy && say("saved.goes-on")}
        </>
      )}
      {!isThis && (isBusy || saved === null) && say("saved.every-round")}
      {!isThis && !isBusy && saved !== null && <OtherModel saved={saved} href={hrefOf(saved.link)} />}
    </p>
  );
}

interface SavedProps {
  readonly saved: SavedRunHint;
}

function ThisModel({ saved }: SavedProps) {
  const tags = { strong: <strong />, time: <RelativeTime atMs={saved.savedAtMs} /> };
  return saved.round > 0
    ? sayWith("saved.this-round", tags, { round: formatCount(saved.round), at: "" })
    : sayWith("saved.this-model", tags, { at: "" });
}

function OtherModel({ saved, href }: SavedProps & { readonly href: string }) {
  const tags = { time: <RelativeTime atMs={saved.savedAtMs} />, link: <a href={href} /> };
  const name = dataName(saved.run.dataName);
  return sayWith("saved.other", tags, { name, round: formatCount(saved.round), at: "" });
}
