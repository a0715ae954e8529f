/** States of the page in which a swarm is there, or should be. */
import type { TrainerEvent } from "../../../worker/api.ts";
import type { SwarmView } from "../../../worker/swarm/swarm-view.ts";
import { exampleRounds } from "../cloth-rows.ts";
import { ALONE, hashFrom, OTHERS, OWN, peerView, TOGETHER } from "../swarm-views.ts";

interface SwarmState {
  /** What the page has seen before: a long curve, or the first steps. */
  readonly before: "curve" | "steps";
  readonly picture: SwarmView;
  readonly after?: readonly TrainerEvent[];
}

const FULL_CELL = Array.from({ length: 15 }, (_, index) => hashFrom(`${(index * 17 + 16).toString(16)}c0de`));

/** More than a picture can hold. No cell is as large; the page must not depend on that. */
const CROWD = Array.from({ length: 70 }, (_, index) =>
  hashFrom(`${((index * 997 + 131) % 65_536).toString(16).padStart(4, "0")}beef`),
).toSorted();

const LAST_COMMIT = exampleRounds(180, 6).at(-1)!.commit;

export const SWARM_STATES: Readonly<Record<string, SwarmState>> = {
  alone: { before: "steps", picture: ALONE },
  training: { before: "curve", picture: TOGETHER },
  "left-out": {
    before: "curve",
    picture: {
      ...TOGETHER,
      lastRound: { ...TOGETHER.lastRound!, contributions: [{ device: OWN, weight: 0, steps: 120 }] },
    },
  },
  waiting: {
    before: "curve",
    picture: {
      ...TOGETHER,
      phase: "committing",
      waitingFor: [OTHERS[2]!],
      lateIn: [{ commit: LAST_COMMIT, devices: [OTHERS[2]!, hashFrom("ee01ab45")] }],
      peers: [
        peerView(OTHERS[0]!, { phase: "committing" }),
        peerView(OTHERS[1]!, { phase: "syncing", isOnHead: false }),
        peerView(OTHERS[2]!),
      ],
    },
  },
  exchanging: {
    before: "curve",
    picture: { ...TOGETHER, phase: "revealing", waitingFor: [OTHERS[0]!, OTHERS[2]!] },
  },
  fetching: {
    before: "steps",
    picture: {
      ...TOGETHER,
      phase: "syncing",
      lastRound: null,
      sync: { doneBytes: 148_000, totalBytes: 427_520 },
    },
  },
  "full-cell": {
    before: "curve",
    picture: {
      ...TOGETHER,
      peers: FULL_CELL.map((device) => peerView(device)),
      lastRound: {
        ...TOGETHER.lastRound!,
        contributions: [OWN, ...FULL_CELL].map((device, index) => ({
          device,
          weight: 1000 + 150 * index,
          steps: 100 + 15 * index,
        })),
      },
    },
  },
  "one-other": { before: "steps", picture: { ...ALONE, peers: [peerView(OTHERS[0]!)] } },
  crowd: {
    before: "curve",
    picture: {
      ...TOGETHER,
      phase: "revealing",
      waitingFor: CROWD.filter((_, index) => index % 9 === 4),
      peers: CROWD.map((device, index) => peerView(device, index % 5 === 2 ? { phase: null } : {})),
      lastRound: null,
    },
  },
  "diagnosis-nobody": { before: "steps", picture: ALONE },
  "diagnosis-server": {
    before: "steps",
    picture: { ...ALONE, signaling: { state: "offline", detail: "ws://localhost:8787/ does not answer" } },
  },
  "diagnosis-udp": { before: "steps", picture: { ...ALONE, refusals: ["unreachable"] } },
  "diagnosis-version": {
    before: "steps",
    picture: { ...ALONE, refusals: ["version mismatch: it speaks 2 to 2, this side 1 to 1"] },
  },
  stopped: {
    before: "curve",
    picture: TOGETHER,
    after: [{ kind: "state", state: "idle" }],
  },
};
