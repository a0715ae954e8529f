/** Whose work in a round was drawn for an audit, and what has come of it: a sign and a word for each. */
import { CheckIcon, ProblemIcon, StatusIcon } from "../components/icons.tsx";
import { type AuditState, type ClothThread, isAudited } from "../cloth/cloth-row.ts";
import { nameText } from "../cloth/text.ts";
import { say, sayWith } from "../messages/say.ts";

const SIGNS = {
  waiting: <StatusIcon tone="waiting" />,
  passed: <CheckIcon />,
  failed: <ProblemIcon />,
  disputed: <ProblemIcon />,
} as const satisfies Readonly<Record<AuditState, unknown>>;

const TAGS = { who: <bdi /> };

/** @param threads in the order in which they are shown */
export function RoundAudits({ threads }: { readonly threads: readonly ClothThread[] }) {
  const drawn = threads.filter(isAudited);
  if (drawn.length === 0) return null;
  return (
    <div className="round-audits" data-testid="round-audits">
      <dt>{say("swarm-screen.round.drawn")}</dt>
      <dd>
        <ul>
          {drawn.map((thread) => (
            <li key={`${thread.who} ${thread.state}`} data-audit={thread.audit}>
              {SIGNS[thread.audit]}
              <span>
                {sayWith("swarm-screen.audit.of", TAGS, {
                  name: nameText(thread),
                  state: say(`swarm-screen.audit.${thread.audit}`),
                })}
              </span>
            </li>
          ))}
        </ul>
      </dd>
    </div>
  );
}
