/** What a device did, added up for each person and team it did it for, and for every hour: so that totals of years, and boards of thousands, are quick to read. */
import type { Hash, PeerId } from "../../core/ids.ts";
import type { CreditLine } from "./credit-line.ts";
import { type Decayed, decayedSum, HOUR_SECONDS } from "./recent-average.ts";
import { addLine, moveLine, noSums, type OpenSums, sumOf, type Sums } from "./sums.ts";

export interface HourSums extends Sums {
  /** Hours since 1970 (UTC). */
  readonly hour: number;
}

/** What a device did in a project for one person and one team. */
export interface Share {
  readonly project: Hash;
  readonly device: PeerId;
  readonly root: PeerId;
  readonly team: Hash | null;
  /** Ascending; at least one. They change when lines come: for reading at once. */
  readonly hours: readonly HourSums[];
  readonly total: Sums;
  /** For the recent average. */
  readonly decayed: Decayed;
}

interface Group {
  readonly whose: Pick<Share, "project" | "device" | "root" | "team">;
  readonly hours: Map<number, OpenSums & HourSums>;
  /** Null when it has to be added up again. */
  share: Share | null;
}

/** The shares of one device in one project. */
export class Shares {
  readonly #place: Pick<Share, "project" | "device">;
  readonly #begin: readonly Pick<Share, "root" | "team" | "hours">[];
  /** By person, then by team. */
  readonly #groups = new Map<PeerId, Map<Hash | null, Group>>();

  /** @param begin sums to which the lines are added */
  constructor(
    place: Pick<Share, "project" | "device">,
    begin: readonly Pick<Share, "root" | "team" | "hours">[] = [],
  ) {
    this.#place = place;
    this.#begin = begin;
    this.clear();
  }

  add(line: CreditLine): void {
    const sums = this.#hourOf(line);
    addLine(sums, line);
  }

  /** @returns the line as it is now */
  move(line: CreditLine, state: CreditLine["state"]): CreditLine {
    moveLine(this.#hourOf(line), line, state);
    return { ...line, state };
  }

  /** Takes all lines back. */
  clear(): void {
    this.#groups.clear();
    for (const { root, team, hours } of this.#begin) {
      const group = this.#groupOf(root, team);
      for (const { work, audits, ...hour } of hours)
        group.hours.set(hour.hour, { ...hour, work: { ...work }, audits: { ...audits } });
    }
  }

  read(): readonly Share[] {
    const groups = [...this.#groups.values()].flatMap((teams) => [...teams.values()]);
    return groups.map((group) => (group.share ??= shareOf(group)));
  }

  /** Where the line belongs, to be changed. */
  #hourOf({ root, team, at }: CreditLine): OpenSums {
    const group = this.#groupOf(root, team);
    group.share = null;
    const hour = Math.floor(at / HOUR_SECONDS);
    const sums = group.hours.get(hour) ?? { hour, ...noSums() };
    group.hours.set(hour, sums);
    return sums;
  }

  #groupOf(root: PeerId, team: Hash | null): Group {
    const teams = this.#groups.get(root) ?? new Map<Hash | null, Group>();
    this.#groups.set(root, teams);
    const whose = { ...this.#place, root, team };
    const group: Group = teams.get(team) ?? { whose, hours: new Map(), share: null };
    teams.set(team, group);
    return group;
  }
}

function shareOf({ whose, hours: sums }: Group): Share {
  const hours = [...sums.values()].sort((a, b) => a.hour - b.hour);
  return { ...whose, hours, total: sumOf(hours), decayed: decayedSum(hours) };
}
