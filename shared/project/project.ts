/**
 * Projects as signed records: { v: 1, type: "project", body }, body as manifest-schema.ts says. The blob that peers pass on is the record
 * with its signature, and the project's id is the SHA-256 of that blob, so a manifest never arrives without its owner's signature.
 */
import * as v from "valibot";
import { codecNamed } from "../compression/codecs.ts";
import { TabloomError } from "../core/errors.ts";
import { hashOf } from "../core/hash.ts";
import type { Hash } from "../core/ids.ts";
import { FILE_LIMIT_BYTES } from "../data/file-limit.ts";
import { decodeCanonical, encodeCanonical } from "../ledger/canonical.ts";
import { type Parsed, parseWith, refuse } from "../ledger/parse.ts";
import { isSignedBy, sealRecord } from "../ledger/record.ts";
import { RECORD_VERSION } from "../ledger/record-content.ts";
import { RECORD_BYTES, RECORD_DEPTH } from "../ledger/record-limits.ts";
import { decodeSignedRecord, encodeSignedRecord, type SignedRecord } from "../ledger/signed-record.ts";
import { parseModelSpec } from "../model/spec.ts";
import type { Signer, Verifier } from "../ports/signatures.ts";
import type { Manifest, Project } from "./manifest.ts";
import { bodyOf, bodySchema } from "./manifest-schema.ts";
import { largestTensor, MAX_TENSOR_VALUES } from "./memory-limit.ts";

/** A manifest is a record, and records are small: large data are named by the hash of a list, not by the list. */
export const MANIFEST_BYTES = RECORD_BYTES;
/** All files of a project together: two full ones. */
const MAX_DATA_BYTES = 2 * FILE_LIMIT_BYTES;

/** A manifest that cannot be a project: too long, or with sizes out of bounds. */
export class ManifestError extends TabloomError {
  override readonly name = "ManifestError";
}

const recordSchema = v.strictObject({
  v: v.literal(RECORD_VERSION),
  type: v.literal("project"),
  body: bodySchema,
});

/** Signs a manifest. Its real numbers are rounded to 10⁻⁹: go on with the manifest of the result. @throws ManifestError */
export async function signProject(manifest: Manifest, signer: Signer): Promise<Project> {
  const bytes = recordBytes(manifest);
  return checked(openProject(await sealRecord(bytes, signer), signer.device));
}

/** A project that is part of the program: unsigned, because every copy of the program computes it. @throws ManifestError */
export function buildInProject(manifest: Manifest): Project {
  const bytes = recordBytes(manifest);
  return checked(openProject({ bytes, hash: hashOf(bytes), signatures: [] }, null));
}

/** A project's blob from a stranger. @param id what was asked for */
export function parseProject(
  id: Hash,
  blob: Uint8Array,
  verifier: Verifier,
): Parsed<{ readonly project: Project }> {
  if (blob.length > MANIFEST_BYTES) return refuse(`${blob.length} bytes, at most ${MANIFEST_BYTES}`);
  if (hashOf(blob) !== id) return refuse("not the project that was asked for");
  const decoded = decodeSignedRecord(blob);
  if (!decoded.ok) return decoded;
  const { record } = decoded;
  const [signature, ...others] = record.signatures;
  if (signature === undefined || others.length > 0) return refuse("a project has one signature");
  if (!isSignedBy(record.bytes, signature, verifier)) return refuse("bad signature");
  return openProject(record, signature.device);
}

function recordBytes(manifest: Manifest): Uint8Array {
  return encodeCanonical({ v: RECORD_VERSION, type: "project", body: bodyOf(manifest) });
}

/** Reads the record as everybody else will. */
function openProject(record: SignedRecord, owner: Project["owner"]): Parsed<{ readonly project: Project }> {
  const blob = encodeSignedRecord(record);
  if (blob.length > MANIFEST_BYTES) return refuse(`${blob.length} bytes, at most ${MANIFEST_BYTES}`);
  const decoded = decodeCanonical(record.bytes, { bytes: RECORD_BYTES, depth: RECORD_DEPTH });
  if (!decoded.ok) return decoded;
  const parsed = parseWith(recordSchema, decoded.value);
  if (!parsed.ok) return parsed;
  const { plan, data, ...rest } = parsed.value.body;
  if (data.source === "files" && data.files.reduce((sum, { bytes }) => sum + bytes, 0) > MAX_DATA_BYTES)
    return refuse(`all files together have at most ${MAX_DATA_BYTES} bytes`);
  if (codecNamed(plan.codec) === undefined) return refuse(`codec ${plan.codec} is of a later version`);
  try {
    const model = parseModelSpec(plan.model);
    if (largestTensor(model, plan.batchSize) > MAX_TENSOR_VALUES)
      return refuse("a step of this model and batch size needs too much memory");
    const manifest: Manifest = { ...rest, plan: { ...plan, model }, data };
    return { ok: true, project: { id: hashOf(blob), manifest, owner, blob } };
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error)); // ModelSpecError: sizes that do not fit together
  }
}

function checked(parsed: Parsed<{ readonly project: Project }>): Project {
  if (parsed.ok) return parsed.project;
  throw new ManifestError(`this cannot be made a project: ${parsed.reason}`);
}
