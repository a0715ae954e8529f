/** The team that the page's address invites to: `/?team=<id>`. */
import { useState } from "react";
import { type Hash, isHash } from "../../shared/core/ids.ts";

const TEAM = "team";
const PROJECT = "project";

export interface Invitation {
  readonly team: Hash;
  /** The address forgets it too. */
  readonly dismiss: () => void;
}

/** @returns null for an address that invites nobody */
export function useInvitation(): Invitation | null {
  const [team, setTeam] = useState(() => parseInvitation(location.search));
  if (team === null) return null;
  const dismiss = () => {
    const { pathname, search, hash } = location;
    history.replaceState(history.state, "", `${pathname}${withoutInvitation(search)}${hash}`);
    setTeam(null);
  };
  return { team, dismiss };
}

/** @param search as in `location.search` */
export function parseInvitation(search: string): Hash | null {
  const text = new URLSearchParams(search).get(TEAM) ?? "";
  return isHash(text) ? text : null;
}

export function withoutInvitation(search: string): string {
  const parameters = new URLSearchParams(search);
  parameters.delete(TEAM);
  return parameters.size === 0 ? "" : `?${parameters.toString()}`;
}

/** What to send to others. They see the project that this page is about. @param page address of this page */
export function invitationUrl(team: Hash, page: string): string {
  const { origin, pathname, searchParams } = new URL(page);
  const url = new URL(pathname, origin);
  const project = searchParams.get(PROJECT);
  if (project !== null) url.searchParams.set(PROJECT, project);
  url.searchParams.set(TEAM, team);
  return url.href;
}
