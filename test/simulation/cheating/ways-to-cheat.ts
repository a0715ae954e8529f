/** Ways to cheat. Newcomers cheat from the first round on, proven peers after rounds in which everybody is honest. */
import { createRandom } from "../../../shared/core/random.ts";
import type { PeerId } from "../../../shared/core/ids.ts";
import { VEST_CONTRIBUTIONS } from "../../../shared/ledger/accounts/vesting.ts";
import { accusing, lazy, loyal, refuting } from "./lies-of-auditors.ts";
import { PROVEN_PASSES } from "./paper-ledger.ts";
import type { PaperCheat, PaperOptions } from "./paper-swarm.ts";

interface Scene {
  readonly seed: string;
  /** Last round without cheating. */
  readonly from: number;
  readonly isCheater: (device: PeerId) => boolean;
  readonly roundNow: () => number;
}

interface Way {
  /** Cheaters among so many peers. */
  readonly count: (peers: number) => number;
  readonly cheat: (scene: Scene) => PaperCheat;
  readonly isProven: boolean;
  /** Rounds with cheating, at most. */
  readonly rounds: number;
  /** Rounds after the last cheater was found. */
  readonly restRounds: number;
}

/** Honest work at the beginning: just as much as can be lost. */
const HONEST_ROUNDS = VEST_CONTRIBUTIONS;
/** Until everything of the time of the cheating must have vested, or be lost. */
const AFTERMATH_ROUNDS = VEST_CONTRIBUTIONS + 10;
/** For each honest contribution between two fakes: a twentieth is audited, so three times as many rounds find all but one in 10,000. */
const ROUNDS_PER_RATE = 180;

/** Until everything is settled about which somebody has spoken. */
const SETTLING_ROUNDS = 30;

const one = (): number => 1;
const two = (): number => 2;
const threeInTen = (peers: number): number => Math.round(0.3 * peers);
const works = (): null => null;
const fakes =
  ({ from }: Scene) =>
  (round: number) =>
    round > from ? 0 : null;

/** Makes up one contribution in so many, and audits like everybody. */
function fakesOneIn(rate: number): Way {
  const cheat = ({ seed, from }: Scene): PaperCheat => {
    const random = createRandom(`${seed} fakes`);
    return {
      fakes: (round) => (round > from && random.below(rate, round) === 0 ? 0 : null),
      audits: "really",
    };
  };
  return { count: one, cheat, isProven: true, rounds: rate * ROUNDS_PER_RATE, restRounds: SETTLING_ROUNDS };
}

/** Make up everything, and vouch for each other. */
function ring(count: Way["count"], isProven: boolean): Way {
  const cheat = (scene: Scene): PaperCheat => ({
    fakes: fakes(scene),
    audits: loyal(scene.from, scene.isCheater),
  });
  return { count, cheat, isProven, rounds: 400, restRounds: SETTLING_ROUNDS };
}

/** Work, and call the work of others false: one contribution in so many, the same ones. */
function accusers(count: Way["count"], rate: number, rounds: number): Way {
  const cheat = ({ seed, from, isCheater }: Scene): PaperCheat => {
    const random = createRandom(`${seed} victims`);
    const isVictim = (device: PeerId, record: string) =>
      !isCheater(device) && random.fork(record).below(rate, 0) === 0;
    return { fakes: works, audits: accusing(from, ({ device, record }) => isVictim(device, record)) };
  };
  return { count, cheat, isProven: true, rounds, restRounds: AFTERMATH_ROUNDS };
}

const WAYS = {
  nobody: {
    count: () => 0,
    cheat: () => ({ fakes: works, audits: null }),
    isProven: true,
    rounds: 0,
    restRounds: 300,
  },
  "always fakes": fakesOneIn(1),
  "fakes one in 2": fakesOneIn(2),
  "fakes one in 10": fakesOneIn(10),
  "fakes one in 50": fakesOneIn(50),
  "fakes one in 100": fakesOneIn(100),
  "new fakers": {
    count: threeInTen,
    cheat: (scene) => ({ fakes: fakes(scene), audits: null }),
    isProven: false,
    rounds: 200,
    restRounds: SETTLING_ROUNDS,
  },
  "new fakers, lazy auditors": {
    count: threeInTen,
    cheat: (scene) => ({ fakes: fakes(scene), audits: lazy(scene.from) }),
    isProven: false,
    rounds: 200,
    restRounds: SETTLING_ROUNDS,
  },
  "new pair": ring(two, false),
  "new ring": ring(threeInTen, false),
  "proven pair": ring(two, true),
  "lazy auditor": {
    count: one,
    cheat: ({ from }) => ({ fakes: works, audits: lazy(from) }),
    isProven: true,
    rounds: 400,
    restRounds: 1,
  },
  "false accuser": accusers(one, 1, 20),
  "accusing pair": accusers(two, 1, 20),
  "careful accusing pair": accusers(two, 40, 60),
  "refuting pair": {
    count: two,
    cheat: ({ from, isCheater, roundNow }) => ({
      fakes: works,
      audits: refuting(from, (device) => !isCheater(device), roundNow),
    }),
    isProven: true,
    rounds: 100,
    restRounds: AFTERMATH_ROUNDS,
  },
} as const satisfies Readonly<Record<string, Way>>;

export type WayToCheat = keyof typeof WAYS;
export const WAYS_TO_CHEAT = Object.keys(WAYS) as readonly WayToCheat[];

export interface Plan extends PaperOptions, Pick<Way, "rounds" | "restRounds"> {
  readonly honestRounds: number;
}

/** @param peers of the cell, cheaters included */
export function planOf(name: WayToCheat, seed: number, peers: number): Plan {
  const { count, cheat, isProven, rounds, restRounds }: Way = WAYS[name];
  const cheaters = count(peers);
  const honestRounds = isProven ? HONEST_ROUNDS : 0;
  const label = `${name} ${seed}`;
  return {
    seed: label,
    honestCount: peers - cheaters,
    passes: isProven ? PROVEN_PASSES : 0,
    honestRounds,
    rounds,
    restRounds,
    cheats: (swarm) => {
      const scene: Scene = {
        seed: label,
        from: honestRounds,
        isCheater: (device) => swarm.isCheater(device),
        roundNow: () => swarm.round,
      };
      return Array.from({ length: cheaters }, () => cheat(scene));
    },
  };
}
