import type { Hash, PeerId } from "../../core/ids.ts";
import type { Known } from "../book/known-record.ts";
import type { IdentityBody } from "../records/identity.ts";
import type { TeamBody } from "../records/team.ts";
import { recentAverage } from "./recent-average.ts";
import type { Share } from "./share.ts";
import { type Totals, totalsOf } from "./totals.ts";

export interface Person {
  readonly root: PeerId;
  /** What they say about themselves, whether they want it shown or not; null when they have said nothing. */
  readonly identity: IdentityBody | null;
  /** The root itself first. */
  readonly devices: readonly PeerId[];
  readonly totals: Totals;
  readonly byProject: ReadonlyMap<Hash, Totals>;
  /** Credits a day. */
  readonly recentAverage: number;
}

export interface TeamAccount {
  readonly team: Hash;
  readonly body: TeamBody;
  /** The device that founded it. */
  readonly founder: PeerId;
  /** Persons who earned something while they were in it, or may yet. */
  readonly memberCount: number;
  readonly totals: Totals;
  /** Credits a day. */
  readonly recentAverage: number;
}

export function personOf(
  root: PeerId,
  identity: IdentityBody | null,
  devices: readonly PeerId[],
  shares: readonly Share[],
  nowSeconds: number,
): Person {
  const projects = new Set(shares.map(({ project }) => project));
  return {
    root,
    identity,
    devices,
    totals: totalsOf(shares),
    byProject: new Map(
      [...projects].map((project) => [
        project,
        totalsOf(shares.filter((share) => share.project === project)),
      ]),
    ),
    recentAverage: recentAverage(shares, nowSeconds),
  };
}

export function teamAccountOf(
  { record, content }: Known<"team">,
  shares: readonly Share[],
  nowSeconds: number,
): TeamAccount {
  return {
    team: record.hash,
    body: content.body,
    founder: content.device,
    memberCount: new Set(shares.map(({ root }) => root)).size,
    totals: totalsOf(shares),
    recentAverage: recentAverage(shares, nowSeconds),
  };
}
