/** Watches the donation and the ledger, and notifies of milestones: opted in, at most once an hour, never to who looks at the page. */
import type { LedgerController } from "../ledger/ledger-controller.ts";
import type { PauseKeeper } from "../pause/pause-keeper.ts";
import type { RunView } from "../run/run-state.ts";
import { wordsOf } from "../text/problem-words.ts";
import { type Milestone, milestoneBetween, type Standing } from "./milestone.ts";
import type { NotifyMemory } from "./notify-settings.ts";

const HOUR_MS = 60 * 60_000;

export interface NotifyPorts {
  readonly memory: NotifyMemory;
  readonly isHidden: () => boolean;
  /** The page is looked at again, or no longer. */
  readonly onVisibility: (listener: () => void) => void;
  readonly isAllowed: () => boolean;
  readonly show: (milestone: Milestone) => void;
  /** Milliseconds since 1970. */
  readonly nowMs: () => number;
}

export function startNotifier(
  keeper: Pick<PauseKeeper, "subscribe" | "view">,
  ledger: Pick<LedgerController, "subscribe" | "view">,
  ports: NotifyPorts,
): void {
  const round = () => keeper.view().swarm?.head.round ?? 0;
  let seenRound = round();
  const standing = (): Standing => ({
    contributions: ledger.view().summary?.credit.contributions ?? null,
    // Another project begins at another round.
    roundsUnseen: Math.max(0, round() - seenRound),
    problem: problemOf(keeper.view()),
  });
  let before = standing();
  const look = () => {
    if (!ports.isHidden()) seenRound = round();
    const after = standing();
    const milestone = milestoneBetween(before, after);
    before = after;
    if (milestone !== null) tell(milestone, ports);
  };
  keeper.subscribe(look);
  ledger.subscribe(look);
  ports.onVisibility(() => {
    seenRound = round();
    before = standing();
  });
}

function tell(milestone: Milestone, { memory, isHidden, isAllowed, show, nowMs }: NotifyPorts): void {
  const { isOn, lastAtMs } = memory.read();
  const atMs = nowMs();
  if (!isOn || !isHidden() || !isAllowed() || Math.abs(atMs - lastAtMs) < HOUR_MS) return;
  memory.change({ lastAtMs: atMs });
  show(milestone);
}

const problemOf = ({ state, problem }: RunView): string | null =>
  state === "failed" || state === "crashed" ? (problem === null ? "" : wordsOf(problem).title) : null;
