/** What happens: cloth and sample, swarm, readings, loss curve, participants. */
import type { ReactNode } from "react";
import type { RunView } from "../run/run-state.ts";
import { LossChart } from "./loss-chart.tsx";
import { ModelSample } from "./model-sample.tsx";
import { PeerTable } from "./peer-table.tsx";
import { RunReadings } from "./run-readings.tsx";
import { SwarmPanel } from "./swarm-panel.tsx";

interface RunPanelProps {
  readonly view: RunView;
  /** Of the project that is trained; null while there is none. */
  readonly cloth: ReactNode;
}

export const RunPanel = ({ view, cloth }: RunPanelProps) => (
  <div className="run donate-run">
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
