/** What the chosen data is called before the worker has opened it. */
import { STORIES_NAME } from "../../shared/data/story-name.ts";
import type { DataSource } from "../../worker/api.ts";

export const sourceName = (source: DataSource): string =>
  source.kind === "stories" ? STORIES_NAME : source.files.map((file) => file.name).join(" and ");
