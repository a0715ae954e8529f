/** What happened, what was kept, what to do: one button at most. */
import { type SayableProblem, wordsOf } from "../text/problem-words.ts";
import { ProblemIcon } from "./icons.tsx";
import { SaidDetail } from "./said-detail.tsx";

export interface ProblemAction {
  readonly label: string;
  readonly onPress: () => void;
}

export function ProblemPanel({
  problem,
  action,
}: {
  readonly problem: SayableProblem;
  readonly action?: ProblemAction | undefined;
}) {
  const { title, advice, detail = "" } = wordsOf(problem);
  return (
    <div className="problem" role="alert" data-testid="problem">
      <ProblemIcon />
      <div>
        <p className="problem-title">{title}</p>
        <p>{advice}</p>
        <SaidDetail detail={detail} />
        {action && (
          <button type="button" className="button" data-testid="problem-action" onClick={action.onPress}>
            {action.label}
          </button>
        )}
      </div>
    </div>
  );
}
