/** Attacks with a forged branch, drawn from a number. */
import { createRandom } from "../../shared/core/random.ts";
import type { ComputeProfile } from "../../shared/ledger/records/contribution.ts";
import type { Withheld } from "./forged-branch-peer.ts";

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
  early: { attackAtMs: 9_000, watchMs: 24_000 },
  late: { attackAtMs: 45_000, watchMs: 24_000 },
  turncoat: { attackAtMs: 20_000, watchMs: 24_000 },
  mixed: { attackAtMs: 15_000, watchMs: 40_000 },
  alone: { attackAtMs: 1_000, watchMs: 40_000 },
};
const IDENTITIES = 20;

export function planOf(situation: Situation, seed: number): ForgedPlan {
  const random = createRandom(`forged plan ${situation} ${seed}`);
  let drawn = 0;
  const pick = <T>(choices: readonly T[]): T => choices[random.below(choices.length, drawn++)]!;
  const hasHonest = situation !== "alone";
  const isTurncoat = situation === "turncoat";
  const attack: Attack = {
    from: pick(hasHonest ? ["genesis", "recent", "sibling", "half-real"] : ["genesis", "half-real"]),
    withheld: pick(["nothing", "nothing", "records", "states", "invented contributions"]),
    isComputed: pick([true, false]),
    profile: pick(["wasm-exact", "wasm-exact", "gpu-float"]),
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
