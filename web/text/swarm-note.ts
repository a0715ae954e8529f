/** The sentences under the phase: slow facts about the others, worth announcing when they change. */
import { isHash } from "../../shared/core/ids.ts";
import { say } from "../messages/say.ts";
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
    if (!isLate(view, nowMs)) return plain(say("swarm.looking"));
    const { cause, title, advice } = causeOfSolitude({ ...swarm, isOnline, isFirst: swarm.head.round === 0 });
    return { cause, title, text: advice };
  }
  const own = swarm.lastRound?.contributions.find(({ device }) => device === swarm.device);
  return plain(say(own?.weight === 0 ? "swarm.left-out" : "swarm.joined"));
}

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
    return { text: say("swarm.first") };
  }
  if (view.state === "training") return { text: say(view.isElsewhere ? "swarm.elsewhere" : "swarm.looking") };
  if (view.swarm === null) return { text: say("swarm.before") };
  return { text: say("swarm.after") };
}

const missingProject = (isOnline: boolean): SwarmNote =>
  isOnline
    ? { cause: "no-project", title: say("alone.no-project"), text: say("alone.no-project.advice") }
    : { cause: "offline", title: say("alone.offline"), text: say("alone.project-offline.advice") };
