/** What happens to a simulated swarm, all of it drawn from one number: who is there, on what network, what breaks when, and who lies. */
import { createRandom } from "../../shared/core/random.ts";
import { LIES, type Lie } from "./lies.ts";

export interface PlannedPeer {
  readonly name: string;
  readonly joinsAtMs: number;
  readonly stepMs: number;
  readonly offsetMs: number;
  readonly rate: number;
  readonly uplinkBytesPerSecond: number;
  /** Null: honest. */
  readonly lie: Lie | null;
}

/** Times are virtual; `forMs` is how long it lasts. */
export type Fault =
  /** Killed, and back after a while with what its disk has. */
  | { readonly kind: "crash"; readonly atMs: number; readonly forMs: number; readonly peer: string }
  /** Says goodbye, and comes back as anybody would. */
  | { readonly kind: "leave"; readonly atMs: number; readonly forMs: number; readonly peer: string }
  | { readonly kind: "freeze"; readonly atMs: number; readonly forMs: number; readonly peer: string }
  /** The device slept for `forMs`, all at once. */
  | { readonly kind: "sleep"; readonly atMs: number; readonly forMs: number; readonly peer: string }
  /** These on one side, everybody else on the other. */
  | {
      readonly kind: "partition";
      readonly atMs: number;
      readonly forMs: number;
      readonly side: readonly string[];
    }
  | { readonly kind: "break"; readonly atMs: number; readonly pair: readonly [string, string] }
  | { readonly kind: "signaling"; readonly atMs: number; readonly forMs: number };

export interface Schedule {
  readonly seed: number;
  readonly latencyMs: number;
  readonly jitterMs: number;
  readonly lossRate: number;
  readonly peers: readonly PlannedPeer[];
  readonly faults: readonly Fault[];
  /** From here on nothing breaks any more; liars go on lying. */
  readonly quietAtMs: number;
}

const FAULTS_FROM_MS = 4_000;
const FAULTS_UNTIL_MS = 16_000;
const LONGEST_FAULT_MS = 10_000;
/** Some rounds before it is asked whether all goes well. */
const QUIET_AT_LEAST_MS = 8_000;
const MOST_FAULTS = 4;
/** Of a fault-free schedule's peers; with a liar there are more, because two honest of three are needed for any majority. */
const FEWEST_PEERS = 2;
const MOST_PEERS = 5;

/** The faults and peers of `seed`. About a third of all schedules have liars in them: at most one peer in three. */
export function createSchedule(seed: number): Schedule {
  const draw = createDraws(`schedule ${seed}`);
  const honestCount = FEWEST_PEERS + draw.below(MOST_PEERS - FEWEST_PEERS + 1);
  const honest = Array.from({ length: honestCount }, (_, index) => planPeer(`p${index}`, draw, null));
  const liarCount = draw.chance(0.4) ? 1 + draw.below(Math.floor(honestCount / 2)) : 0;
  const lie = draw.pick(LIES);
  const liars = Array.from({ length: liarCount }, (_, index) => planPeer(`liar${index}`, draw, lie));
  const names = honest.map(({ name }) => name);
  const faults = Array.from({ length: draw.below(MOST_FAULTS + 1) }, () => planFault(names, draw));
  const ends = faults.map((fault) => fault.atMs + ("forMs" in fault ? fault.forMs : 0));
  const joins = [...honest, ...liars].map(({ joinsAtMs }) => joinsAtMs);
  return {
    seed,
    latencyMs: draw.pick([5, 30, 30, 100, 200]),
    jitterMs: draw.pick([0, 0, 20, 80]),
    lossRate: draw.pick([0, 0, 0.01, 0.05]),
    peers: [...honest, ...liars],
    faults: faults.toSorted((a, b) => a.atMs - b.atMs),
    quietAtMs: Math.max(QUIET_AT_LEAST_MS, ...joins, ...ends),
  };
}

/** The same with one liar of this kind, and no other. */
export function withLiar(schedule: Schedule, lie: Lie): Schedule {
  const honest = schedule.peers.filter((peer) => peer.lie === null);
  const liar: PlannedPeer = { ...honest[0]!, name: "liar", joinsAtMs: 0, stepMs: 100, lie };
  return { ...schedule, peers: [...honest, liar] };
}

function planPeer(name: string, draw: Draws, lie: Lie | null): PlannedPeer {
  return {
    name,
    joinsAtMs: draw.chance(0.25) ? draw.below(FAULTS_UNTIL_MS) : draw.below(1_500),
    stepMs: draw.pick([40, 100, 100, 100, 700]),
    offsetMs: draw.pick([0, 0, 86_400_000]),
    rate: draw.pick([1, 1, 0.95, 1.05]),
    uplinkBytesPerSecond: draw.pick([Infinity, Infinity, 60_000, 20_000]),
    lie,
  };
}

function planFault(names: readonly string[], draw: Draws): Fault {
  const atMs = FAULTS_FROM_MS + draw.below(FAULTS_UNTIL_MS - FAULTS_FROM_MS);
  const forMs = 200 + draw.below(LONGEST_FAULT_MS - 200);
  const peer = draw.pick(names);
  const kinds = [
    "crash",
    "crash",
    "leave",
    "freeze",
    "sleep",
    "partition",
    "partition",
    "break",
    "signaling",
  ] as const;
  const kind = draw.pick(kinds);
  switch (kind) {
    case "partition": {
      const side = names.filter(() => draw.chance(0.5));
      return { kind, atMs, forMs, side };
    }
    case "break": {
      const other = draw.pick(names.filter((name) => name !== peer));
      return { kind, atMs, pair: [peer, other] };
    }
    case "signaling":
      return { kind, atMs, forMs };
    default:
      return { kind, atMs, forMs, peer };
  }
}

interface Draws {
  below(limit: number): number;
  chance(share: number): boolean;
  pick<T>(choices: readonly T[]): T;
}

function createDraws(label: string): Draws {
  const random = createRandom(label);
  let drawn = 0;
  const below = (limit: number) => random.below(limit, drawn++);
  return {
    below,
    chance: (share) => random.uniform(drawn++) < share,
    pick: (choices) => choices[below(choices.length)]!,
  };
}
