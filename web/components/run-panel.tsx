/** What happens: status, problem, cloth and sample, swarm, readings, loss curve, participants. */
import type { ReactNode } from "react";
import type { Problem } from "../../worker/api.ts";
import { isActive, type RunView } from "../run/run-state.ts";
import type { Status } from "../text/status-sentence.ts";
import { FirstSteps } from "./first-steps.tsx";
import { LossChart } from "./loss-chart.tsx";
import { ModelSample } from "./model-sample.tsx";
import { PeerTable } from "./peer-table.tsx";
import { ProblemPanel } from "./problem-panel.tsx";
import type { ProblemAction } from "./problem-panel.tsx";
import { RunReadings } from "./run-readings.tsx";
import { RunStatus } from "./run-status.tsx";
import { SwarmPanel } from "./swarm-panel.tsx";

interface RunPanelProps {
  readonly view: RunView;
  readonly status: Status;
  readonly problem: Problem | null;
  readonly wayOut: ProblemAction | undefined;
  /** Of the project that is trained; null while there is none. */
  readonly cloth: ReactNode;
}

export const RunPanel = ({ view, status, problem, wayOut, cloth }: RunPanelProps) => (
  <div className="run">
    <RunStatus status={status} />
    {problem && (
      <ProblemPanel
        problem={problem}
        action={wayOut}
        isForeign={problem === view.problem && view.state !== "crashed"}
      />
    )}
    {view.hasRun && <FirstSteps milestones={view.milestones} isActive={isActive(view)} />}
    <div className="weave">
      {cloth}
      <ModelSample current={view.sample} />
    </div>
    <SwarmPanel view={view} />
    <RunReadings view={view} />
    <LossChart training={view.curves.training} heldOut={view.curves.heldOut} run={view.run} />
    <PeerTable view={view} />
  </div>
);
