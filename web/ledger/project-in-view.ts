/** The project that the page is about, as far as it is known: the ledger names projects by their ids alone. */
import { type Hash, isHash } from "../../shared/core/ids.ts";
import type { LedgerSummary } from "../../worker/ledger-api.ts";
import type { RunView } from "../run/run-state.ts";
import { isSavedProject } from "../run/saved-run-hint.ts";

/** @returns null for a built-in project that was never trained here: only its name is known then */
export function projectInView(
  { project, link, saved }: Pick<RunView, "project" | "link" | "saved">,
  summary: LedgerSummary | null,
): Hash | null {
  if (project !== null) return project.id;
  if (link !== null && isHash(link)) return link;
  if (saved !== null && isSavedProject(saved, link) && isHash(saved.link)) return saved.link;
  return link === null ? (summary?.newest[0]?.project ?? null) : null;
}
