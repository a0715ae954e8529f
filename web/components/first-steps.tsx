/** From Start to the first work that counts: four things, each ticked with the time that it took. */
import { say } from "../messages/say.ts";
import type { Milestones } from "../run/milestones.ts";
import { formatSeconds } from "../text/format.ts";
import { CheckIcon, StatusIcon } from "./icons.tsx";

const NAMES = ["project", "step", "others", "accepted"] as const;

interface FirstStepsProps {
  readonly milestones: Milestones;
  /** Whether what is missing is still being worked on. */
  readonly isActive: boolean;
}

export const FirstSteps = ({ milestones, isActive }: FirstStepsProps) => (
  <ol
    className="first-steps"
    aria-label={say("first-steps.title")}
    data-testid="first-steps"
    data-started-at={milestones.startedAtMs}
  >
    {NAMES.map((name) => {
      const takenMs = milestones[name];
      const isDone = takenMs !== null;
      return (
        <li key={name} data-step={name} data-done={isDone} data-ms={takenMs}>
          {isDone ? <CheckIcon /> : <StatusIcon tone={isActive ? "waiting" : "still"} />}
          <span>
            {say(`first-steps.${name}`)}
            <span className="first-steps-time">
              {isDone ? say("first-steps.after", { time: formatSeconds(takenMs) }) : say("first-steps.ahead")}
            </span>
          </span>
        </li>
      );
    })}
  </ol>
);
