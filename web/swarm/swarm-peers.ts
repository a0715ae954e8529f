/** Who is linked to this tab, as facts that the picture and the table both show. */
import type { PeerId } from "../../shared/core/ids.ts";
import type { SwarmView } from "../../worker/swarm/swarm-view.ts";
import { formatHash } from "../text/format.ts";
import { type PeerRow, peerRows } from "../text/peer-rows.ts";
import type { DeviceNames } from "./use-device-names.ts";

/** late: its work or its update is waited for; linked: it takes no part in this round; left: it gave to the last one, and is gone. */
export type Standing = "own" | "working" | "late" | "linked" | "left";

export interface SwarmPeer extends PeerRow {
  readonly standing: Standing;
  /** Decides hue and place: the person where it is known, else the device. */
  readonly who: PeerId;
  /** Null where only its key is known. */
  readonly name: string | null;
  /** With this tab, since the link is open; null where there is no link. */
  readonly traffic: { readonly sentBytes: number; readonly receivedBytes: number } | null;
}

/** What the picture shows: it changes more rarely than what is sent and received. */
export type DrawnPeer = Pick<SwarmPeer, "device" | "isOwn" | "standing" | "who" | "name">;

export const drawnPeer = ({ device, isOwn, standing, who, name }: SwarmPeer): DrawnPeer => ({
  device,
  isOwn,
  standing,
  who,
  name,
});

const WORKING_PHASES = new Set(["training", "committing", "revealing", "agreeing"]);

/** This tab first, then who is linked, ascending by device, then who has left. @param swarm while this tab is part of it */
export function swarmPeers(swarm: SwarmView, names: DeviceNames): readonly SwarmPeer[] {
  const linked = new Map(swarm.peers.map((peer) => [peer.device, peer]));
  const waitingFor = new Set(swarm.waitingFor);
  const standingOf = ({ device, isOwn }: PeerRow): Standing => {
    if (isOwn) return "own";
    const peer = linked.get(device);
    if (peer === undefined) return "left";
    if (waitingFor.has(device)) return "late";
    return peer.isOnHead && peer.phase !== null && WORKING_PHASES.has(peer.phase) ? "working" : "linked";
  };
  return peerRows(swarm, true).map((row) => {
    const peer = linked.get(row.device);
    const known = names.get(row.device);
    return {
      ...row,
      standing: standingOf(row),
      who: known?.root ?? row.device,
      name: known?.name ?? null,
      traffic: peer ? { sentBytes: peer.uploadedBytes, receivedBytes: peer.downloadedBytes } : null,
    };
  });
}

/** What stands for somebody without a name. */
export const nameOrKey = ({ name, device }: DrawnPeer): string => name ?? formatHash(device);

export type StandingCounts = Readonly<Record<Standing, number>>;

export function countStandings(peers: readonly DrawnPeer[]): StandingCounts {
  const counts = { own: 0, working: 0, late: 0, linked: 0, left: 0 };
  for (const { standing } of peers) counts[standing] += 1;
  return counts;
}
