/** Histories in which everything goes wrong that can: branches, cheats, false accusers, lazy auditors, refuted verdicts, lost devices, contradictions. */
import type { PeerId } from "../../shared/core/ids.ts";
import { createRandom } from "../../shared/core/random.ts";
import type { Truth } from "../../shared/ledger/accounts/truth.ts";
import type { Known } from "../../shared/ledger/book/known-record.ts";
import { auditorsIn, type CommittedRound, History, keyOf, START, TOKENS, workOf } from "./ledger-fixtures.ts";

export interface RandomHistory {
  readonly history: History;
  /** By contribution; of some. */
  readonly settled: ReadonlyMap<string, Truth>;
  /** Keys of devices and persons. */
  readonly keys: readonly PeerId[];
}

/** Draws from a seed, one after the other. */
export class Dice {
  readonly #random;
  #index = 0;

  constructor(seed: string) {
    this.#random = createRandom(seed);
  }

  below(limit: number): number {
    return this.#random.below(limit, this.#index++);
  }

  /** True one time in `n`. */
  oneIn(n: number): boolean {
    return this.below(n) === 0;
  }

  pick<Value>(values: readonly Value[]): Value {
    return values[this.below(values.length)]!;
  }

  shuffled<Value>(values: readonly Value[]): Value[] {
    const rest = [...values];
    return Array.from({ length: rest.length }, () => rest.splice(this.below(rest.length), 1)[0]!);
  }
}

export interface Course {
  readonly rounds: number;
  /** One round in so many begins a branch, or has a rival. */
  readonly branchIn: number;
}

/** Long enough for credit to vest. */
export const LONG: Course = { rounds: 76, branchIn: 25 };
/** One branch overtakes the other. */
export const TORN: Course = { rounds: 12, branchIn: 3 };

const devices = ["a", "b", "c", "d", "e", "f"].map((name) => keyOf(`device ${name}`));
const persons = ["x", "y"].map((name) => keyOf(`person ${name}`));
const [cheat, liar, lazy] = devices as [PeerId, PeerId, PeerId];

export function randomHistory(seed: string, { rounds: roundCount, branchIn }: Course = LONG): RandomHistory {
  const dice = new Dice(seed);
  const history = new History();
  const settled = new Map<string, Truth>();
  const teams = devices.slice(0, 2).map((device) => history.found(device, "team").record.hash);
  const rounds: CommittedRound[] = [];
  const startOfCheating = dice.below(2 * roundCount);
  for (let index = 0; index < roundCount; index++) {
    if (dice.oneIn(8)) livePersonalLife(history, dice, teams);
    const base =
      dice.oneIn(branchIn) && rounds.length > 0 ? { base: dice.pick(rounds.slice(-4)).commit } : {};
    const present = devices.filter(() => !dice.oneIn(20));
    const isLost = dice.oneIn(25);
    const weightOf = () => (isLost || dice.oneIn(30) ? 0 : TOKENS - dice.below(5));
    const label = `${index}`;
    const at = START + 600 * index;
    const round = history.round(present.length > 0 ? present : devices, { ...base, weightOf, label, at });
    rounds.push(
      round,
      ...(dice.oneIn(branchIn) ? [history.rival(round, dice.shuffled(devices).slice(0, 4))] : []),
    );
    for (const device of round.contributions.keys())
      if (dice.oneIn(4))
        audit(history, dice, round, device, device === cheat && index > startOfCheating, settled);
  }
  if (dice.oneIn(3)) history.contradict(dice.pick(devices.slice(3)), dice.below(roundCount));
  return { history, settled, keys: [...devices, ...persons] };
}

function livePersonalLife(history: History, dice: Dice, teams: readonly string[]): void {
  const device = dice.pick(devices);
  const root = dice.pick([...persons, device]);
  const kind = dice.below(6);
  if (kind === 0) history.delegate(device, dice.pick(persons));
  else if (kind === 1) history.revoke(dice.pick(persons), device, dice.below(40));
  else
    history.identify(device, {
      root,
      name: `name ${dice.below(5)}`,
      isListed: dice.oneIn(2),
      country: dice.pick(["", "CH", "AR"]),
      team: dice.pick([null, keyOf("no team"), ...teams]),
      at: START + dice.below(9),
    });
}

function audit(
  history: History,
  dice: Dice,
  round: CommittedRound,
  device: PeerId,
  isFake: boolean,
  settled: Map<string, Truth>,
): void {
  const work = workOf(round, device);
  const before: Known<"verdict">[] = [];
  for (const auditor of auditorsIn(round, device).slice(0, 1 + dice.below(6))) {
    const lies = auditor === liar && dice.oneIn(4);
    const truth = isFake ? 2 : "match";
    const answer = lies ? dice.below(4) : auditor === lazy ? "match" : truth;
    const isHonest = auditor !== liar && auditor !== lazy && auditor !== cheat;
    const refutes = before.filter(({ content }) => isHonest && content.device === lazy && !dice.oneIn(3));
    before.push(history.verdict(auditor, work, answer, refutes));
  }
  if (!dice.oneIn(20)) return;
  const falseVerdicts = new Set(
    before.filter(({ content }) => content.device === lazy).map(({ record }) => record.hash),
  );
  settled.set(work.record.hash, { isTrue: !isFake, window: 2, falseVerdicts });
}
