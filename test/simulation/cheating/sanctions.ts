/** What became of those who cheat, and of those who do not, by the accounts of a ledger. */
import type { Hash, PeerId } from "../../../shared/core/ids.ts";
import type { Accounts } from "../../../shared/ledger/accounts/accounts.ts";

/** Contributions whose credit is in each state. */
export interface Sums {
  readonly vested: number;
  readonly pending: number;
  readonly void: number;
}

export interface DeviceSanctions {
  /** Credit for its own work, made up or not, in contributions. */
  readonly work: Sums;
  /** Of that, what it had made up. */
  readonly fakes: Sums;
  /** Credit for verdicts. */
  readonly audits: Sums;
}

/** @param flops of one whole contribution */
export function sanctionsOf(
  accounts: Accounts,
  project: Hash,
  flops: number,
  device: PeerId,
  isFake: (contribution: Hash) => boolean,
): DeviceSanctions {
  const lines = [...accounts.lines(project)].filter((line) => line.device === device);
  const sum = (some: typeof lines): Sums => {
    const of = (state: string) =>
      some.reduce((total, line) => total + (line.state === state ? Number(line.flops) / flops : 0), 0);
    return { vested: of("vested"), pending: of("pending"), void: of("void") };
  };
  const work = lines.filter(({ kind }) => kind === "work");
  return {
    work: sum(work),
    fakes: sum(work.filter(({ record }) => isFake(record))),
    audits: sum(lines.filter(({ kind }) => kind === "audit")),
  };
}
