/** What stands where the others would be: why nobody is linked, or why this tab is not among them. */
import { say } from "../messages/say.ts";
import { liveSwarm, type RunView } from "../run/run-state.ts";
import { type SwarmNote, swarmNote } from "../text/swarm-note.ts";

/** @param nowMs milliseconds since 1970 @returns null while somebody is linked */
export function solitudeNote(view: RunView, nowMs: number, isOnline: boolean): SwarmNote | null {
  const swarm = liveSwarm(view);
  if (swarm !== null && swarm.peers.length > 0) return null;
  if (!view.hasRun) return plain(say("swarm-screen.peers.not-started"));
  if (view.state === "resting") return plain(say("swarm-screen.peers.resting"));
  const note = swarmNote(view, nowMs, isOnline);
  if (note.cause !== "nobody") return note;
  const title = swarm?.head.round === 0 ? say("swarm-screen.peers.first") : note.title;
  return { cause: "nobody", title, text: say("swarm-screen.peers.alone") };
}

const plain = (text: string): SwarmNote => ({ cause: null, title: "", text });
