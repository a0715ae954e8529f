/** Which site the page's fragment names: `#/sites?site=https%3A%2F%2Fexample.org`. It never leaves the browser. */
import { isSite } from "../../shared/core/site.ts";
import { hrefOfScreen } from "../screens/screen-address.ts";

/** @param path what wouter makes of a fragment @returns null for all of them, and for what is none */
export function siteInPath(path: string): string | null {
  const query = /\?(.*)$/.exec(path)?.[1] ?? "";
  const site = new URLSearchParams(query).get("site") ?? "";
  return isSite(site) ? site : null;
}

export const hrefOfSite = (site: string): string =>
  `${hrefOfScreen("sites")}?${new URLSearchParams({ site }).toString()}`;
