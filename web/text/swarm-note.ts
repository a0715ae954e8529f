/** The sentences under the phase: slow facts about the others, worth announcing when they change. */
import { isHash } from "../../shared/core/ids.ts";
import { liveSwarm, type RunView } from "../run/run-state.ts";
import { causeOfSolitude, SOLITUDE_MS, type SolitudeCause } from "./solitude.ts";

export interface SwarmNote {
  /** Why nobody is connected, once that is worth saying; null otherwise. */
  readonly cause: SolitudeCause | "no-project" | null;
  /** May be empty. */
  readonly title: string;
  readonly text: string;
}

export function swarmNote(view: RunView, nowMs: number, isOnline: boolean): SwarmNote {
  const swarm = liveSwarm(view);
  if (swarm === null) return { cause: null, title: "", ...noteApart(view, nowMs, isOnline) };
  if (swarm.peers.length === 0) {
    if (!isLate(view, nowMs)) return plain(LOOKING);
    const { cause, title, advice } = causeOfSolitude({ ...swarm, isOnline, isFirst: swarm.head.round === 0 });
    return { cause, title, text: advice };
  }
  const own = swarm.lastRound?.contributions.find(({ device }) => device === swarm.device);
  if (own?.weight === 0)
    return plain(
      "The others left out this tab’s last update, because it pointed elsewhere than theirs. A new round is a new chance.",
    );
  return plain(
    "Once a round, what each tab has learned is joined, and every tab holds the same model again.",
  );
}

const LOOKING = "Looking for others. Training has begun already, and nothing of it is lost.";

const plain = (text: string): SwarmNote => ({ cause: null, title: "", text });

const isLate = ({ aloneSinceMs }: RunView, nowMs: number): boolean =>
  aloneSinceMs !== null && nowMs - aloneSinceMs >= SOLITUDE_MS;

/** Before and after this tab's time in the swarm. */
function noteApart(
  view: RunView,
  nowMs: number,
  isOnline: boolean,
): Pick<SwarmNote, "text"> & Partial<SwarmNote> {
  if (view.state === "preparing") {
    const isFetched = view.source === "project" && view.link !== null && isHash(view.link);
    if (isFetched && view.project === null && isLate(view, nowMs)) return missingProject(isOnline);
    return { text: "The engine and the data come first." };
  }
  if (view.state === "training") return { text: LOOKING };
  if (view.swarm === null) return { text: "Start joins everybody who trains this project now." };
  return { text: "Whoever else trains goes on without this tab. Start joins again." };
}

const missingProject = (isOnline: boolean): SwarmNote =>
  isOnline
    ? {
        cause: "no-project",
        title: "Nobody who has this project answers yet.",
        text: "It comes from those who train it. Ask whoever gave you the link to open it too, or check that it is complete.",
      }
    : {
        cause: "offline",
        title: "This computer is offline.",
        text: "The project comes from those who train it. Connect to the internet; the tab then finds them by itself.",
      };
