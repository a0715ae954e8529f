/** Pictures of a swarm, for tests of the page and for looking at it. */
import type { Hash, PeerId } from "../../shared/core/ids.ts";
import type { ProjectView } from "../../worker/api.ts";
import type { PeerView, SwarmView } from "../../worker/swarm/swarm-view.ts";

/** A hash or a device, of 64 digits that begin with `start`. */
export const hashFrom = (start: string): Hash => start.padEnd(64, "0123456789abcdef");

export const OWN = hashFrom("3f9a21c0");
export const OTHERS = [hashFrom("0b77d1e4"), hashFrom("82c4aa19"), hashFrom("d05e6f33")];

export const PROJECT: ProjectView = {
  id: hashFrom("5a11ad00"),
  name: "Stories from the weaving village",
  link: hashFrom("5a11ad00"),
  owner: null,
};

export const peerView = (device: PeerId, part: Partial<PeerView> = {}): PeerView => ({
  device,
  phase: "training",
  isOnHead: true,
  uploadedBytes: 2_100_000,
  downloadedBytes: 1_900_000,
  ...part,
});

/** A swarm of one, which trains in its first round. */
export const ALONE: SwarmView = {
  device: OWN,
  phase: "training",
  head: { round: 0, hash: hashFrom("c0ffee00"), state: hashFrom("57a7e000"), tokens: 0, progress: 0 },
  steps: 12,
  roundMs: 30_000,
  roundAgeMs: 9_400,
  peers: [],
  uploadedBytes: 0,
  downloadedBytes: 0,
  lastRound: null,
  lateIn: [],
  waitingFor: [],
  signaling: { state: "online", detail: "" },
  sync: null,
  refusals: [],
  auditing: null,
};

/** Three others, and a last round to which one gave nothing that counted. */
export const TOGETHER: SwarmView = {
  ...ALONE,
  head: {
    round: 12,
    hash: hashFrom("7d20e9b1"),
    state: hashFrom("57a7e012"),
    tokens: 9_200_000,
    progress: 1180,
  },
  roundAgeMs: 25_800,
  peers: OTHERS.map((device) => peerView(device)),
  uploadedBytes: 6_341_200,
  downloadedBytes: 5_987_310,
  lastRound: {
    round: 12,
    hash: hashFrom("7d20e9b1"),
    contributions: [
      { device: OTHERS[0]!, weight: 184_320, steps: 240 },
      { device: OWN, weight: 92_160, steps: 120 },
      { device: OTHERS[1]!, weight: 0, steps: 118 },
      { device: hashFrom("ee01ab45"), weight: 23_040, steps: 30 },
    ],
  },
};
