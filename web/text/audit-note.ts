import { liveSwarm, type RunView } from "../run/run-state.ts";

/** Says when this tab checks somebody else's work; empty otherwise. */
export function auditNote(view: RunView): string {
  const swarm = liveSwarm(view);
  if (swarm === null || swarm.auditing === null) return "";
  return "Checking another peer’s work too, in a tenth of the time";
}
