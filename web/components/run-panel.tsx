/** What happens: status, problem, swarm, readings, loss curve, participants, sample. */
import type { Problem } from "../../worker/api.ts";
import type { RunView } from "../run/run-state.ts";
import type { Status } from "../text/status-sentence.ts";
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
}

export const RunPanel = ({ view, status, problem, wayOut }: RunPanelProps) => (
  <div className="run">
    <RunStatus status={status} />
    {problem && (
      <ProblemPanel
        problem={problem}
        action={wayOut}
        isForeign={problem === view.problem && view.state !== "crashed"}
      />
    )}
    <SwarmPanel view={view} />
    <RunReadings view={view} />
    <LossChart training={view.curves.training} heldOut={view.curves.heldOut} run={view.run} />
    <PeerTable view={view} />
    <ModelSample current={view.sample} />
  </div>
);
