import { say } from "../messages/say.ts";
import { liveSwarm, type RunView } from "../run/run-state.ts";

/** Says when this tab checks somebody else's work; empty otherwise. */
export function auditNote(view: RunView): string {
  const swarm = liveSwarm(view);
  return swarm === null || swarm.auditing === null ? "" : say("swarm.auditing");
}
