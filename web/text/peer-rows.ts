/** The participants as rows: this tab first, then who is connected, then who gave to the last round and has left. */
import type { PeerId } from "../../shared/core/ids.ts";
import type { PeerPhase } from "../../shared/protocol/message.ts";
import type { PeerView, SwarmView } from "../../worker/swarm/swarm-view.ts";
import { say } from "../messages/say.ts";

export interface PeerRow {
  readonly device: PeerId;
  readonly isOwn: boolean;
  /** What it does now. */
  readonly activity: string;
  /** Its part in the last round that this tab saw to its end; null when it had none. */
  readonly gave: { readonly steps: number; readonly share: number; readonly isRefused: boolean } | null;
}

/** @param isHere false when this tab has left: then nobody's activity is known */
export function peerRows(swarm: SwarmView, isHere: boolean): PeerRow[] {
  const contributions = swarm.lastRound?.contributions ?? [];
  const totalWeight = contributions.reduce((sum, { weight }) => sum + weight, 0);
  const gaveOf = (device: PeerId): PeerRow["gave"] => {
    const found = contributions.find((contribution) => contribution.device === device);
    if (!found) return null;
    const share = totalWeight > 0 ? found.weight / totalWeight : 0;
    return { steps: found.steps, share, isRefused: found.weight === 0 };
  };
  const row = (device: PeerId, activity: string): PeerRow => ({
    device,
    isOwn: device === swarm.device,
    activity: isHere ? activity : "–",
    gave: gaveOf(device),
  });
  const here = [swarm.device, ...swarm.peers.map(({ device }) => device)];
  const gone = contributions.map(({ device }) => device).filter((device) => !here.includes(device));
  return [
    row(swarm.device, ownActivity(swarm)),
    ...swarm.peers.map((peer) => row(peer.device, activityOf(peer))),
    ...gone.map((device) => row(device, say("peers.has-left"))),
  ];
}

/** Share of this tab's work in the last round; null when there was none. */
export function ownShare(swarm: SwarmView): number | null {
  return peerRows(swarm, true)[0]?.gave?.share ?? null;
}

function ownActivity({ phase, auditing }: SwarmView): string {
  return auditing === null ? phaseWord(phase) : say("peers.audits", { activity: phaseWord(phase) });
}

function activityOf({ phase, isOnHead }: PeerView): string {
  if (phase === null) return say("peers.has-come");
  const activity = phaseWord(phase);
  return isOnHead || phase === "syncing" ? activity : say("peers.other-model", { activity });
}

const phaseWord = (phase: PeerPhase): string => say(`peers.phase.${phase}`);
