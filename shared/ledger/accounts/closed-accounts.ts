/** What old receipts came to, which are not kept any more. */
import type { Hash, PeerId } from "../../core/ids.ts";
import type { Share } from "./share.ts";

/** Of one device in one project. */
export interface ClosedAccount {
  readonly project: Hash;
  readonly device: PeerId;
  /** Work and audits of rounds that were committed before this time are in the sums, and count nowhere else, whether their records are here or not. Seconds since 1970. */
  readonly until: number;
  /** Until when accounts were closed the last time that this one was changed. */
  readonly writtenAt: number;
  /** As credit stood then. Persons and teams are those of that time. */
  readonly shares: readonly ClosedShare[];
}

export type ClosedShare = Pick<Share, "root" | "team" | "hours">;

export class ClosedAccounts {
  readonly #projects = new Map<Hash, Map<PeerId, ClosedAccount>>();
  /** Of what was asked for. */
  readonly #counts = new Map<Hash | null, number>();

  constructor(accounts: Iterable<ClosedAccount> = []) {
    for (const account of accounts) {
      const devices = this.#projects.get(account.project) ?? new Map<PeerId, ClosedAccount>();
      this.#projects.set(account.project, devices.set(account.device, account));
    }
  }

  find(project: Hash, device: PeerId): ClosedAccount | null {
    return this.#projects.get(project)?.get(device) ?? null;
  }

  /** 0 for an account that is not closed. */
  untilOf(project: Hash, device: PeerId): number {
    return this.find(project, device)?.until ?? 0;
  }

  /** @param project null for all */
  all(project: Hash | null): readonly ClosedAccount[] {
    const chosen = [...this.#projects].filter(([name]) => project === null || name === project);
    return chosen.flatMap(([, devices]) => [...devices.values()]);
  }

  /** Contributions in the sums. */
  contributionCount(project: Hash | null): number {
    const known = this.#counts.get(project);
    if (known !== undefined) return known;
    const hours = this.all(project).flatMap(({ shares }) => shares.flatMap((share) => share.hours));
    const count = hours.reduce((sum, hour) => sum + hour.contributionCount, 0);
    this.#counts.set(project, count);
    return count;
  }
}
