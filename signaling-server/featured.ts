/** The operator's list of projects, from a file. */
import { FEATURED_BYTES, featuredListSchema } from "../shared/protocol/featured.ts";
import type { Log } from "./log.ts";
import { watchList } from "./watched-list.ts";

/** What is served at FEATURED_PATH, as JSON. */
export type Featured = () => Promise<string>;

export const NONE_FEATURED: Featured = () => Promise.resolve("[]");

/** @throws SettingsError when there is no list in the file at `path` now */
export function openFeatured(path: string, log: Log): Promise<Featured> {
  const file = {
    variable: "PROJECTS",
    maxBytes: FEATURED_BYTES,
    schema: featuredListSchema,
    example: '[{"link":"<what follows ?project=>","title":"Birds by their songs"}]',
    refusedEvent: "projects-refused",
  };
  return watchList(file, path, JSON.stringify, log);
}
