/** What the page shows of the swarm: plain data, a few hundred bytes. */
import type { Hash, PeerId } from "../../shared/core/ids.ts";
import type { Head } from "../../shared/ledger/records/commit.ts";
import type { PeerPhase } from "../../shared/protocol/message.ts";
import type { Participant } from "../../shared/swarm/participant.ts";
import type { RoundOutcome } from "../../shared/swarm/round-outcome.ts";

export interface SwarmView {
  readonly device: PeerId;
  readonly phase: PeerPhase;
  readonly head: Head;
  /** Own inner steps in this round. */
  readonly steps: number;
  readonly roundMs: number;
  readonly roundAgeMs: number;
  /** Connected others, ascending by device. */
  readonly peers: readonly PeerView[];
  /** Bytes on the links since this tab joined. */
  readonly uploadedBytes: number;
  readonly downloadedBytes: number;
  /** The last round that this tab saw to its end; null before. */
  readonly lastRound: LastRound | null;
  /** Of the last rounds that this tab saw to their end, those for which somebody was too late; the oldest first. */
  readonly lateIn: readonly LateRound[];
  /** Devices whose contribution or update is awaited; empty while training. */
  readonly waitingFor: readonly PeerId[];
  readonly signaling: SignalingView;
  /** Progress of fetching a head; null when none is fetched. */
  readonly sync: { readonly doneBytes: number; readonly totalBytes: number } | null;
  /** What became of the addresses that were tried; says why nobody is connected. */
  readonly refusals: readonly string[];
  /** Whose work this tab checks now; null: nobody's. */
  readonly auditing: PeerId | null;
}

export interface PeerView {
  readonly device: PeerId;
  readonly phase: PeerPhase | null;
  /** Whether it stands on the same head. */
  readonly isOnHead: boolean;
  readonly uploadedBytes: number;
  readonly downloadedBytes: number;
}

export interface LastRound {
  readonly round: number;
  readonly hash: Hash;
  readonly contributions: RoundOutcome["contributions"];
}

export interface LateRound {
  readonly commit: Hash;
  readonly devices: readonly PeerId[];
}

export interface SignalingView {
  readonly state: "connecting" | "online" | "offline";
  readonly detail: string;
}

/** What events told that the participant itself does not keep. */
export interface Remembered {
  readonly lastRound: LastRound | null;
  readonly lateIn: readonly LateRound[];
  readonly signaling: SignalingView;
  readonly sync: SwarmView["sync"];
  readonly auditing: PeerId | null;
}

/** As many as a page of rounds shows. */
const LATE_ROUNDS = 20;

/** What is remembered once a round has ended. @param commit its hash */
export function roundsAfter(
  { lateIn }: Pick<Remembered, "lateIn">,
  { body, contributions, late }: RoundOutcome,
  commit: Hash,
): Pick<Remembered, "lastRound" | "lateIn"> {
  return {
    lastRound: { round: body.round, hash: commit, contributions },
    lateIn: late.length === 0 ? lateIn : [...lateIn, { commit, devices: late }].slice(-LATE_ROUNDS),
  };
}

export function viewSwarm(participant: Participant, remembered: Remembered): SwarmView {
  const { links, roster, round, head, phase } = participant;
  const traffic = links.traffic();
  const peers = links.peers().map((device): PeerView => {
    const status = roster.statusOf(device);
    const { sentBytes = 0, receivedBytes = 0 } = traffic.peers.get(device) ?? {};
    return {
      device,
      phase: status?.phase ?? null,
      isOnHead: status?.head.hash === head.hash,
      uploadedBytes: sentBytes,
      downloadedBytes: receivedBytes,
    };
  });
  return {
    device: participant.device,
    phase,
    head,
    steps: round?.steps ?? 0,
    roundMs: participant.rules.roundMs,
    roundAgeMs: participant.roundAgeMs,
    peers,
    uploadedBytes: traffic.sentBytes,
    downloadedBytes: traffic.receivedBytes,
    ...remembered,
    waitingFor: awaited(participant),
    refusals: links.linkStates().flatMap(({ reason }) => (reason === "" ? [] : [reason])),
  };
}

/** Live peers whose contribution, and later whose update, is not here. */
function awaited({ round }: Participant): readonly PeerId[] {
  if (round === null || round.state.phase === "training") return [];
  const { phase, live, byDevice, contributions, updates } = round.state;
  return [...live].filter((device) => {
    const record = byDevice.get(device);
    if (record === undefined) return phase === "committing";
    const update = contributions.get(record)?.body.update;
    return phase === "revealing" && update !== undefined && !updates.has(update);
  });
}
