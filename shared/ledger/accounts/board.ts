/** Leaderboards: ranked groups with what may be said about them. */
import type { Hash, PeerId } from "../../core/ids.ts";
import { creditOf } from "../credit-unit.ts";
import type { IdentityBody } from "../records/identity.ts";
import type { TeamBody } from "../records/team.ts";
import { type RankedGroup, rankGroups, type RankingQuery } from "./ranking.ts";
import type { Share } from "./share.ts";

export interface BoardQuery extends RankingQuery {
  /** Null for all projects. */
  readonly project: Hash | null;
  readonly by: "person" | "team" | "country";
}

/** `key` is a person's root, the hash of a team's record, or the code of a country. */
export interface BoardRow extends RankedGroup {
  /** Of a person who wants to be listed by name, or of a team; otherwise null. */
  readonly name: string | null;
  /** Of a person who wants to be listed and says it; otherwise empty. */
  readonly country: string;
  /** Vested within the window. */
  readonly credit: number;
}

export interface Board {
  readonly rows: readonly BoardRow[];
  /** Of the whole board. */
  readonly rowCount: number;
}

export interface Directory {
  readonly identityOf: (root: PeerId) => IdentityBody | null;
  /** Null for a team whose record is unknown: it could be anything, and is not shown. */
  readonly teamOf: (team: Hash) => TeamBody | null;
}

/** Work outside of teams, and of people who name no country, is on no board of these. */
export function boardOf(shares: readonly Share[], query: BoardQuery, directory: Directory): Board {
  const { groups, groupCount } = rankGroups(shares, query, keysOf(query.by, directory));
  const rows = groups.map((group) => ({
    ...group,
    ...labelOf(query.by, group.key, directory),
    credit: creditOf(group.totals.earned),
  }));
  return { rows, rowCount: groupCount };
}

function keysOf(by: BoardQuery["by"], { identityOf, teamOf }: Directory): (share: Share) => string | null {
  if (by === "person") return ({ root }) => root;
  if (by === "team") return ({ team }) => (team !== null && teamOf(team) !== null ? team : null);
  return ({ root }) => identityOf(root)?.country || null;
}

function labelOf(
  by: BoardQuery["by"],
  key: string,
  { identityOf, teamOf }: Directory,
): Pick<BoardRow, "name" | "country"> {
  if (by === "team") return { name: teamOf(key)?.name ?? null, country: "" };
  const identity = by === "person" ? identityOf(key) : null;
  if (!identity?.isListed) return { name: null, country: "" };
  return { name: identity.name || null, country: identity.country };
}
