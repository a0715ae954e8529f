/** The project that a bundle is about: signed and in the bundle, or part of every copy of the program. */
import { hashOf } from "../core/hash.ts";
import type { Hash } from "../core/ids.ts";
import { encodeSignedRecord } from "../ledger/signed-record.ts";
import { findBuiltIn } from "../project/built-in.ts";
import type { Project } from "../project/manifest.ts";
import { parseProject } from "../project/project.ts";
import { type Checked, failAt, failRecord, type Place, type PlacedRecord } from "./failure.ts";
import { claimsOf, type SignatureChecks } from "./signature-checks.ts";

export interface FoundProject {
  readonly project: Project;
  /** Null for a built-in one. */
  readonly record: PlacedRecord | null;
}

/** @param place where the bundle says which project it is about */
export async function findProject(
  records: ReadonlyMap<Hash, PlacedRecord>,
  { id, place }: { readonly id: Hash; readonly place: Place },
  checks: SignatureChecks,
): Promise<Checked<FoundProject>> {
  for (const record of records.values()) {
    if (record.content?.type !== "project") continue;
    const blob = encodeSignedRecord(record.record);
    if (hashOf(blob) !== id) continue;
    const parsed = parseProject(id, blob, await checks(claimsOf(record.record)));
    return parsed.ok
      ? { ok: true, project: parsed.project, record }
      : failRecord(record, "bad-project", {}, parsed.reason);
  }
  const project = findBuiltIn(id);
  return project === undefined
    ? failAt(place, "project-missing", { hash: id })
    : { ok: true, project, record: null };
}
