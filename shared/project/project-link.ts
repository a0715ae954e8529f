/** What the page's address says about the project: `/?project=<id or name>`. */
import { type Hash, isHash } from "../core/ids.ts";
import { builtInProject, findBuiltIn } from "./built-in.ts";
import type { Project } from "./manifest.ts";

export type ProjectLink =
  /** Nothing to fetch. */
  | { readonly kind: "built-in"; readonly project: Project }
  /** To be fetched from peers. */
  | { readonly kind: "foreign"; readonly id: Hash }
  /** Not a link to a project. */
  | { readonly kind: "unknown"; readonly text: string };

/** @param text value of the parameter `project`; without one, the main project is meant */
export function readProjectLink(text: string | null): ProjectLink {
  if (text === null || text === "") return { kind: "built-in", project: builtInProject("stories") };
  const project = findBuiltIn(text);
  if (project) return { kind: "built-in", project };
  return isHash(text) ? { kind: "foreign", id: text } : { kind: "unknown", text };
}
