/** What the chosen project is called before the worker has opened it. */
import { STORIES_NAME } from "../../shared/data/story-name.ts";
import { isHash } from "../../shared/core/ids.ts";
import type { ProjectSource } from "../../worker/api.ts";
import { listsAs } from "../messages/intl.ts";
import { say } from "../messages/say.ts";
import { isSavedProject, type SavedRunHint } from "../run/saved-run-hint.ts";
import { formatHash } from "./format.ts";

const ALL_OF = { type: "conjunction" } as const;

/** @param saved what this browser trained last, whose name is known */
export function sourceName(source: ProjectSource, saved: SavedRunHint | null): string {
  if (source.kind === "files") return listsAs(ALL_OF).format(source.files.map((file) => file.name));
  const { link } = source;
  if (saved && isSavedProject(saved, link)) return dataName(saved.run.dataName);
  if (link === null) return dataName(STORIES_NAME);
  const isId: boolean = isHash(link);
  return isId ? say("data.project-id", { id: formatHash(link) }) : say("data.project-name", { name: link });
}

/** What somebody else has named keeps its name. */
export const dataName = (name: string): string => (name === STORIES_NAME ? say("data.stories") : name);
