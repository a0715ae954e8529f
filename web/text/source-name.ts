/** What the chosen data is called before the worker has opened it. */
import type { DataSource } from "../../worker/api.ts";

export const STORIES_NAME = "Stories from the weaving village";

export const sourceName = (source: DataSource): string =>
  source.kind === "stories" ? STORIES_NAME : source.files.map((file) => file.name).join(" and ");
