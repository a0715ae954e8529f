/** The leaderboard as files have it: everybody, of all times. Whoever did not ask to be listed stands there under the generated name of their key, and says nothing else. */
import type { Hash, PeerId } from "../../core/ids.ts";
import type { Accounts } from "../accounts/accounts.ts";
import type { Totals } from "../accounts/totals.ts";
import type { RecordBook } from "../book.ts";
import { cleanDisplayName } from "../identity/display-name.ts";
import { pseudonymOf } from "../identity/pseudonym.ts";

export interface ExportedPerson {
  readonly rank: number;
  readonly root: PeerId;
  readonly name: string;
  /** Whether they asked to be listed by name. */
  readonly isListed: boolean;
  /** Empty unless they are listed and say it. */
  readonly country: string;
  /** Their team now; null unless they are listed and in one that is known. */
  readonly team: Hash | null;
  readonly totals: Totals;
  /** Credits a day. */
  readonly recentAverage: number;
}

export interface ExportedTeam {
  readonly rank: number;
  readonly team: Hash;
  readonly name: string;
  readonly url: string;
  /** The person who founded it. */
  readonly founder: PeerId;
  /** When, in seconds since 1970. */
  readonly at: number;
  readonly totals: Totals;
  readonly recentAverage: number;
}

export interface BoardExport {
  /** Seconds since 1970. */
  readonly asOf: number;
  /** Null for all projects. */
  readonly project: Hash | null;
  /** By rank, as are the teams. */
  readonly people: readonly ExportedPerson[];
  readonly teams: readonly ExportedTeam[];
}

export function exportBoard(
  { book, accounts }: { readonly book: RecordBook; readonly accounts: Accounts },
  project: Hash | null,
  nowSeconds: number,
): BoardExport {
  const rowsBy = (by: "person" | "team") => {
    const query = { project, by, window: "all", nowSeconds, limit: Number.MAX_SAFE_INTEGER } as const;
    return accounts.leaderboard(query).rows;
  };
  const people = rowsBy("person").map(
    ({ rank, key, name, country, totals, recentAverage }): ExportedPerson => {
      const identity = accounts.identityOf(key);
      const isListed = identity?.isListed === true;
      const team =
        isListed && identity.team !== null && book.team(identity.team) !== null ? identity.team : null;
      return { rank, root: key, name: shownName(name, key), isListed, country, team, totals, recentAverage };
    },
  );
  const teams = rowsBy("team").flatMap(({ rank, key, totals, recentAverage }): ExportedTeam[] => {
    const known = book.team(key);
    if (known === null) return [];
    const { device, seq, body } = known.content;
    const { url, at } = body;
    const founder = accounts.rootOf(device, seq);
    return [{ rank, team: key, name: shownName(body.name, key), url, founder, at, totals, recentAverage }];
  });
  return { asOf: nowSeconds, project, people, teams };
}

/** A name as it may be shown. @param key of the person, or hash of the team, that bears it */
export function shownName(name: string | null, key: PeerId): string {
  return (name === null ? null : cleanDisplayName(name)) ?? pseudonymOf(key);
}
