/** How training goes: its state, what went wrong, and the first steps with their times. */
import { isActive, type RunView } from "../run/run-state.ts";
import type { SayableProblem } from "../text/problem-words.ts";
import type { Status } from "../text/status-sentence.ts";
import { FirstSteps } from "./first-steps.tsx";
import { type ProblemAction, ProblemPanel } from "./problem-panel.tsx";
import { RunStatus } from "./run-status.tsx";

interface RunHeadProps {
  readonly view: RunView;
  readonly status: Status;
  readonly problem: SayableProblem | null;
  readonly wayOut: ProblemAction | undefined;
}

export const RunHead = ({ view, status, problem, wayOut }: RunHeadProps) => (
  <div className="run donate-state">
    <RunStatus status={status} />
    {problem && <ProblemPanel problem={problem} action={wayOut} />}
    {view.hasRun && <FirstSteps milestones={view.milestones} isActive={isActive(view)} />}
  </div>
);
