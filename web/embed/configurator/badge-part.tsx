/** Pictures for pages and READMEs that say how many people train now. */
import { BADGE_JSON_PATH } from "../../../shared/protocol/embed.ts";
import { badgeAddress, badgeMarkdown, badgeSnippet } from "../../../shared/protocol/embed-snippet.ts";
import { FRAME_TITLE } from "../../../shared/protocol/frame-look.ts";
import { Part } from "../../components/part.tsx";
import { say } from "../../messages/say.ts";
import { CodeLines } from "./code-lines.tsx";

interface BadgePartProps {
  readonly base: string;
  readonly project: string | null;
}

export function BadgePart({ base, project }: BadgePartProps) {
  const shields = new URL(`.${BADGE_JSON_PATH}`, base);
  if (project !== null) shields.searchParams.set("project", project);
  const shieldsImage = `https://img.shields.io/endpoint?url=${encodeURIComponent(shields.href)}`;
  return (
    <Part className="embed-part" title={say("widget.badge")} testId="embed-badge">
      <p>{say("widget.badge.what")}</p>
      <img className="badge" src={badgeAddress(base, project)} alt={FRAME_TITLE} />
      <CodeLines
        text={badgeSnippet(base, project)}
        what={say("widget.badge.html")}
        testId="embed-badge-html"
      />
      <CodeLines
        text={badgeMarkdown(base, project)}
        what={say("widget.badge.markdown")}
        testId="embed-badge-md"
      />
      <p className="note">{say("widget.badge.shields")}</p>
      <CodeLines text={shieldsImage} what={say("widget.badge.shields-name")} testId="embed-badge-shields" />
    </Part>
  );
}
