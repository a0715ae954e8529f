/** The projects that were trained in this browser, for the directory. */
import type { Hash } from "../../shared/core/ids.ts";
import type { Ledger } from "../../shared/ledger/ledger.ts";
import type { KnownProject } from "../ledger-api.ts";
import type { ProjectDirectory } from "./project-directory.ts";
import { projectWork } from "./project-work.ts";
import type { Self } from "./self.ts";

/** @param kept those whose model is on the disk @returns the ones with the newest rounds first */
export function knownProjects(
  ledger: Ledger,
  projects: ProjectDirectory,
  self: Self,
  kept: readonly Hash[],
): readonly KnownProject[] {
  const known = projects.all().flatMap((id): readonly KnownProject[] => {
    const entry = projects.find(id);
    if (entry === null) return [];
    const last = ledger.accounts.chainOf(id).at(-1);
    const { name, modelName, unit } = entry;
    return [
      {
        id,
        name,
        modelName,
        unit,
        lastRound: last ? { round: last.content.body.round, at: last.content.body.at } : null,
        ownShare: projectWork(ledger, id, self)?.ownShare ?? 0,
        isKept: kept.includes(id),
      },
    ];
  });
  return known.toSorted((a, b) => (b.lastRound?.at ?? 0) - (a.lastRound?.at ?? 0));
}
