/** Attacks with a forged branch, drawn from a number. */
import { createRandom } from "../../shared/core/random.ts";
import type { ComputeProfile } from "../../shared/ledger/records/contribution.ts";
import type { SwarmRules } from "../../shared/swarm/cell-round-ports.ts";
import type { Withheld } from "./forged-branch-peer.ts";
import { TOY_RULES } from "./toy-swarm.ts";

/** Rounds between the built-in project's two seconds and the default ten. */
export const FORGED_RULES: SwarmRules = { ...TOY_RULES, roundMs: 6_000, maxSteps: 150 };

/**
 * early: eight peers that have trained together for some rounds, before any audit has passed · late: after audits have · turncoat: of one that worked until
 * an audit of it passed · mixed: eight newcomers meet honest peers and attackers · alone: eight newcomers meet attackers only
 */
export const SITUATIONS = ["early", "late", "turncoat", "mixed", "alone"] as const;
export type Situation = (typeof SITUATIONS)[number];

export interface Attack {
  /** half-real: one round that was worked for, on the honest head, and made-up ones above it. */
  readonly from: "genesis" | "recent" | "sibling" | "half-real";
  readonly withheld: Withheld;
  /** cheap: one step of each was done, and all of them are claimed. */
  readonly work: "invented" | "cheap";
  readonly isComputed: boolean;
  readonly profile: ComputeProfile;
  /** Devices in all, and those of them that are linked. */
  readonly identities: number;
  readonly linkedCount: number;
  /** That contribute to a round. */
  readonly seats: number;
  readonly isTurncoat: boolean;
  /** How much slower each honest peer is than the one before. */
  readonly stepSpreadMs: number;
}

export interface ForgedPlan {
  readonly situation: Situation;
  readonly seed: number;
  readonly honestCount: number;
  readonly newcomerCount: number;
  readonly attackAtMs: number;
  readonly watchMs: number;
  readonly attack: Attack;
}

const TIMES: Readonly<Record<Situation, { readonly attackAtMs: number; readonly watchMs: number }>> = {
  early: { attackAtMs: 14_000, watchMs: 36_000 },
  late: { attackAtMs: 80_000, watchMs: 36_000 },
  turncoat: { attackAtMs: 40_000, watchMs: 36_000 },
  mixed: { attackAtMs: 28_000, watchMs: 72_000 },
  alone: { attackAtMs: 1_000, watchMs: 72_000 },
};
const IDENTITIES = 20;

export function planOf(situation: Situation, seed: number): ForgedPlan {
  const random = createRandom(`forged plan ${situation} ${seed}`);
  let drawn = 0;
  const pick = <T>(choices: readonly T[]): T => choices[random.below(choices.length, drawn++)]!;
  const hasHonest = situation !== "alone";
  const isTurncoat = situation === "turncoat";
  // A replay within the tolerance takes all of the steps, and several times: newcomers need three times as long.
  const isQuick = situation === "mixed" || situation === "alone";
  const profiles = isQuick ? (["wasm-exact"] as const) : (["wasm-exact", "wasm-exact", "gpu-float"] as const);
  const attack: Attack = {
    from: pick(hasHonest ? ["genesis", "recent", "sibling", "half-real"] : ["genesis", "half-real"]),
    withheld: pick(["nothing", "nothing", "records", "states", "invented contributions"]),
    work: pick(["invented", "invented", "invented", "cheap"]),
    isComputed: pick([true, false]),
    profile: pick(profiles),
    identities: isTurncoat ? pick([1, 1, 2, IDENTITIES]) : IDENTITIES,
    linkedCount: isTurncoat ? 1 : pick([2, 4, 8]),
    seats: pick([1, 4, 16, 16]),
    isTurncoat,
    stepSpreadMs: pick([2, 2, 20]),
  };
  return {
    situation,
    seed,
    honestCount: hasHonest ? (situation === "mixed" ? pick([3, 8]) : 8) : 0,
    newcomerCount: situation === "mixed" || situation === "alone" ? 8 : 0,
    ...TIMES[situation],
    attack,
  };
}
