/** What the widget holds itself to, so that a site owner can tell their visitors. */
import { Part } from "../../components/part.tsx";
import { say } from "../../messages/say.ts";

const RULES = ["click", "caps", "seen", "rests", "host", "money"] as const;

export const RulesPart = () => (
  <Part className="embed-part" title={say("widget.rules")} testId="embed-rules">
    <ul className="rules">
      {RULES.map((rule) => (
        <li key={rule}>{say(`widget.rule.${rule}`)}</li>
      ))}
    </ul>
  </Part>
);
