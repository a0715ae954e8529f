/** One line before the button: how many train now, and how far the model was when this browser last took part. */
import { say, sayWith } from "../messages/say.ts";
import type { CountTabs } from "../run/count-tabs.ts";
import { isActive, liveSwarm, type RunView } from "../run/run-state.ts";
import { isSavedProject, type SavedRunHint, type SwarmFigures } from "../run/saved-run-hint.ts";
import { type TabCount, useTabCount } from "../run/use-tab-count.ts";
import { formatCompactCount, formatCount, formatLoss } from "../text/format.ts";
import { unitName } from "../text/unit-names.ts";
import { RelativeTime } from "./relative-time.tsx";

interface LiveStripProps {
  readonly view: RunView;
  /** Files were chosen, which make a project of their own. */
  readonly isNew: boolean;
  readonly countTabs: CountTabs;
}

export function LiveStrip({ view, isNew, countTabs }: LiveStripProps) {
  const { saved, link } = view;
  const count = withThisTab(useTabCount(countTabs, link), view);
  const seen = saved?.figures && isSavedProject(saved, link) ? { ...saved, figures: saved.figures } : null;
  return (
    <p className="note live-strip" data-testid="live-strip">
      {!isNew && (
        <span>
          {countText(count, seen === null)} {seen && <LastSeen {...seen} />}
        </span>
      )}
    </p>
  );
}

/** The server counted before this tab and those that it meets had come. */
function withThisTab(count: TabCount, view: RunView): TabCount {
  if (!isActive(view) || typeof count !== "number") return count;
  return Math.max(count, 1 + (liveSwarm(view)?.peers.length ?? 0));
}

function countText(count: TabCount, isFirstVisit: boolean): string {
  if (count === "uncounted") return "";
  if (typeof count === "number")
    return say("strip.count", { count, visit: isFirstVisit ? "first" : "later" });
  // What was seen earlier says by itself that it is not of now.
  return isFirstVisit || count === "asking" ? say(`strip.${count}`) : "";
}

function LastSeen({ run, round, savedAtMs, figures }: SavedRunHint & { readonly figures: SwarmFigures }) {
  return sayWith(
    "strip.seen",
    { time: <RelativeTime atMs={savedAtMs} /> },
    {
      at: "",
      loss: formatLoss(figures.loss),
      round: formatCount(round),
      given: formatCompactCount(figures.tokens),
      unit: unitName(run.unit),
    },
  );
}
