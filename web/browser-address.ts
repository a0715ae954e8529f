/** The project in the address bar. */
import type { ProjectAddress } from "./run/project-address.ts";

const PARAMETER = "project";

export const browserAddress: ProjectAddress = {
  link: () => new URLSearchParams(location.search).get(PARAMETER) || null,
  show: (link) => history.replaceState(history.state, "", hrefOf(link) + location.hash),
  hrefOf,
  shareUrl(link) {
    const url = new URL(location.pathname, location.origin);
    url.searchParams.set(PARAMETER, link);
    return url.href;
  },
};

/** Keeps what else the address says. */
function hrefOf(link: string | null): string {
  const parameters = new URLSearchParams(location.search);
  if (link === null) parameters.delete(PARAMETER);
  else parameters.set(PARAMETER, link);
  const query = parameters.toString();
  return query === "" ? location.pathname : `${location.pathname}?${query}`;
}
