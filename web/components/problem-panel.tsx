/** What happened, what was kept, what to do: one button at most. */
import { Fragment, type ReactNode } from "react";
import type { Problem } from "../../worker/api.ts";
import { ProblemIcon } from "./icons.tsx";
import { WorkerText } from "./worker-text.tsx";

/** Like those of the worker, and with more than words in it. */
interface ShownProblem extends Pick<Problem, "title"> {
  readonly advice: ReactNode;
}

export interface ProblemAction {
  readonly label: string;
  readonly onPress: () => void;
}

export function ProblemPanel({
  problem,
  action,
  isForeign = false,
}: {
  readonly problem: ShownProblem;
  readonly action?: ProblemAction | undefined;
  /** It is the worker's, which speaks English. */
  readonly isForeign?: boolean;
}) {
  const Text = isForeign ? WorkerText : Fragment;
  return (
    <div className="problem" role="alert" data-testid="problem">
      <ProblemIcon />
      <div>
        <p className="problem-title">
          <Text>{problem.title}</Text>
        </p>
        <p>
          <Text>{problem.advice}</Text>
        </p>
        {action && (
          <button type="button" className="button" data-testid="problem-action" onClick={action.onPress}>
            {action.label}
          </button>
        )}
      </div>
    </div>
  );
}
