/** What the chosen project is called before the worker has opened it. */
import { STORIES_NAME } from "../../shared/data/story-name.ts";
import { isHash } from "../../shared/core/ids.ts";
import type { ProjectSource } from "../../worker/api.ts";
import { isSavedProject, type SavedRunHint } from "../run/saved-run-hint.ts";
import { formatHash } from "./format.ts";

/** @param saved what this browser trained last, whose name is known */
export function sourceName(source: ProjectSource, saved: SavedRunHint | null): string {
  if (source.kind === "files") return source.files.map((file) => file.name).join(" and ");
  const { link } = source;
  if (saved && isSavedProject(saved, link)) return saved.run.dataName;
  if (link === null) return STORIES_NAME;
  const isId: boolean = isHash(link);
  return isId ? `Project ${formatHash(link)}` : `Project “${link}”`;
}
