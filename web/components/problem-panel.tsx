/** What happened, what was kept, what to do: one button at most. */
import type { Problem } from "../../worker/api.ts";
import { ProblemIcon } from "./icons.tsx";

export interface ProblemAction {
  readonly label: string;
  readonly onPress: () => void;
}

export function ProblemPanel({
  problem,
  action,
}: {
  readonly problem: Problem;
  readonly action?: ProblemAction | undefined;
}) {
  return (
    <div className="problem" role="alert" data-testid="problem">
      <ProblemIcon />
      <div>
        <p className="problem-title">{problem.title}</p>
        <p>{problem.advice}</p>
        {action && (
          <button type="button" className="button" data-testid="problem-action" onClick={action.onPress}>
            {action.label}
          </button>
        )}
      </div>
    </div>
  );
}
