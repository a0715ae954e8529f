/** The swarm as this tab sees it: who is there, what each round brought, what it costs. */
import { type ComponentType, memo, useEffect } from "react";
import { useHashLocation } from "wouter/use-hash-location";
import { useClothRows } from "../cloth/use-cloth-rows.ts";
import { LossChart } from "../components/loss-chart.tsx";
import { ProblemPanel } from "../components/problem-panel.tsx";
import { LedgerTrouble } from "../ledger/components/ledger-trouble.tsx";
import { projectInView } from "../ledger/project-in-view.ts";
import { useLedger } from "../ledger/use-ledger.ts";
import "../messages/english-of-screens.ts";
import { say } from "../messages/say.ts";
import { useLanguage } from "../messages/use-language.ts";
import { PausePanel } from "../pause/components/pause-panel.tsx";
import type { ScreenParts, ScreenProps } from "../screens/screen-code.ts";
import "../styles/swarm-screen.css";
import "../styles/swarm-rounds.css";
import { useSlow } from "../use-slow.ts";
import { OwnTile } from "./own-tile.tsx";
import { PeersSection } from "./peers-section.tsx";
import { roundIn } from "./round-address.ts";
import { RoundChart } from "./round-chart.tsx";
import { RoundsSection } from "./rounds-section.tsx";
import { useDeviceNames } from "./use-device-names.ts";
import { useSettled } from "./use-settled.ts";

export function createSwarmScreen(parts: ScreenParts): ComponentType<ScreenProps> {
  // Much of it is drawn only when its numbers change; another tab may change the language.
  return ({ view }) => <SwarmScreen key={useLanguage().locale} view={view} parts={parts} />;
}

interface SwarmScreenProps extends Pick<ScreenProps, "view"> {
  readonly parts: ScreenParts;
}

function SwarmScreen({ view, parts: { controller, ledger } }: SwarmScreenProps) {
  useEffect(() => ledger.open(), [ledger]);
  const { summary, trouble: told } = useLedger(ledger);
  const project = projectInView(view, summary);
  const rounds = useClothRows(ledger, project);
  const names = useDeviceNames(ledger, project);
  const [path] = useHashLocation();
  const lateIn = useSettled(view.swarm?.lateIn ?? NOBODY);
  return (
    <>
      <div className="setup swarm-screen">
        {view.problem && <ProblemPanel problem={view.problem} />}
        <OwnTile keeper={controller} {...{ ledger, view, project }} />
        <PausePanel keeper={controller} />
      </div>
      <div className="run swarm-screen">
        <LedgerTrouble ledger={ledger} />
        <div className="swarm-now">
          <PeersSection view={view} names={names} />
          <RoundChart rows={rounds.rows} />
        </div>
        <RoundsSection {...rounds} {...{ names, lateIn, told }} chosen={roundIn(path)} />
        <OwnCurve view={view} />
      </div>
    </>
  );
}

const NOBODY: readonly never[] = [];

/** Often enough for a curve that grows by the step. */
const CURVE_TICK_MS = 1000;

/** What this tab has seen of the loss, step by step. */
function OwnCurve({ view }: Pick<ScreenProps, "view">) {
  const { training, heldOut } = useSlow(view.curves, CURVE_TICK_MS);
  const title = say("swarm-screen.own-loss");
  return training.points.length > 0 && <OwnChart {...{ training, heldOut, title }} run={view.run} />;
}

const OwnChart = memo(LossChart);
