/** How far a project is, as far as this browser knows: its head, how that has changed, and the visitor's part in it. */
import type { ProjectWork } from "../../worker/ledger-api.ts";
import type { LossChange, ProjectCard } from "../../worker/model-api.ts";
import { Reading } from "../components/reading.tsx";
import { RelativeTime } from "../components/relative-time.tsx";
import { say } from "../messages/say.ts";
import { formatCount, formatLoss, formatShare } from "../text/format.ts";
import { lossUnitName } from "../text/unit-names.ts";

interface ProjectProgressProps {
  readonly card: ProjectCard;
  readonly work: ProjectWork | null;
}

export function ProjectProgress({ card: { head, lossUnit }, work }: ProjectProgressProps) {
  const measured = head?.heldOut ?? head?.training ?? null;
  const isHeldOut = head?.heldOut !== null;
  return (
    <section aria-labelledby="project-progress">
      <h3 id="project-progress" className="visually-hidden">
        {say("project-screen.progress")}
      </h3>
      <dl className="readings project-readings">
        <Reading label={say("project-screen.round")} testId="project-round" value={head?.round ?? null}>
          {head && formatCount(head.round)}
        </Reading>
        <Reading
          label={say(isHeldOut ? "reading.held-out-loss" : "reading.training-loss")}
          testId="project-loss"
          value={measured?.last ?? null}
          unit={lossUnitName(lossUnit)}
        >
          {measured && formatLoss(measured.last)}
        </Reading>
        <Reading
          label={say("project-screen.change")}
          testId="project-change"
          value={measured && measured.last - measured.first}
          unit={say("project-screen.change.unit")}
        >
          {measured && <bdi dir="ltr">{formatChange(measured)}</bdi>}
        </Reading>
        <Reading
          label={say("project-screen.share")}
          testId="project-share"
          value={work?.ownShare ?? null}
          unit={say("project-screen.share.unit")}
        >
          {work && formatShare(work.ownShare)}
        </Reading>
        <Reading label={say("project-screen.saved")} testId="project-saved" value={head?.savedAtMs ?? null}>
          {head && <RelativeTime atMs={head.savedAtMs} />}
        </Reading>
      </dl>
    </section>
  );
}

/** A true minus, as wide as a plus. */
function formatChange({ first, last }: LossChange): string {
  const change = last - first;
  const size = formatLoss(Math.abs(change));
  return change < 0 ? `−${size}` : `+${size}`;
}
