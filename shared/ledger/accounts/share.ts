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
  readonly hours: Map<number, OpenSums & HourSums>;
  /** Null when it has to be added up again. */
  share: Share | null;
}

/** The shares of one device in one project. */
export class Shares {
  readonly #groups = new Map<string, Group>();

  add(line: CreditLine): void {
    const key = keyOf(line);
    let group = this.#groups.get(key);
    if (!group) this.#groups.set(key, (group = { hours: new Map(), share: null }));
    const hour = hourOf(line);
    let sums = group.hours.get(hour);
    if (!sums) group.hours.set(hour, (sums = { hour, ...noSums() }));
    addLine(sums, line);
    group.share = null;
  }

  /** @returns the line as it is now */
  move(line: CreditLine, state: CreditLine["state"]): CreditLine {
    const group = this.#groups.get(keyOf(line));
    const sums = group?.hours.get(hourOf(line));
    if (sums) moveLine(sums, line, state);
    if (group) group.share = null;
    return { ...line, state };
  }

  clear(): void {
    this.#groups.clear();
  }

  /** @param whose of any line of them: project and device */
  read({ project, device }: Pick<Share, "project" | "device">): readonly Share[] {
    return [...this.#groups].map(([key, group]) => {
      const [root, team] = key.split(" ") as [PeerId, Hash];
      group.share ??= shareOf({ project, device, root, team: team || null }, group);
      return group.share;
    });
  }
}

function shareOf(
  whose: Pick<Share, "project" | "device" | "root" | "team">,
  group: Group,
): Share {
  const hours = [...group.hours.values()].sort((a, b) => a.hour - b.hour);
  return { ...whose, hours, total: sumOf(hours), decayed: decayedSum(hours) };
}

function keyOf({ root, team }: CreditLine): string {
  return `${root} ${team ?? ""}`;
}

function hourOf({ at }: CreditLine): number {
  return Math.floor(at / HOUR_SECONDS);
}
