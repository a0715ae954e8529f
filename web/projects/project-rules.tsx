/** By whose rules a project is trained, in plain words. */
import { useId } from "react";
import { VEST_CONTRIBUTIONS } from "../../shared/ledger/accounts/vesting.ts";
import { AUDIT_SHARE } from "../../shared/swarm/audit/audit-share.ts";
import type { ProjectCard } from "../../worker/model-api.ts";
import { say } from "../messages/say.ts";
import { formatCount, formatPercent, formatRoundSeconds } from "../text/format.ts";
import { unitName } from "../text/unit-names.ts";

type ProjectRulesProps = Pick<ProjectCard, "rules" | "unit">;

export function ProjectRules({ rules, unit }: ProjectRulesProps) {
  const headingId = useId();
  const { roundMs, maxSteps, unitsPerStep, optimizer } = rules;
  const sentences = [
    say("project-screen.rules.round", {
      duration: formatRoundSeconds(roundMs),
      steps: maxSteps,
    }),
    say("project-screen.rules.step", { count: formatCount(unitsPerStep), unit: unitName(unit), optimizer }),
    say("project-screen.rules.agree"),
    say("project-screen.rules.audit", { share: formatPercent(AUDIT_SHARE) }),
    say("project-screen.rules.vest", { count: VEST_CONTRIBUTIONS }),
  ];
  return (
    <section className="project-part" aria-labelledby={headingId}>
      <h3 id={headingId}>{say("project-screen.rules")}</h3>
      <ul className="project-rules">
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </section>
  );
}
