/** Records that say anything, and whose signatures only the trustful verifier accepts. */
import { fromHex } from "../../shared/core/bytes.ts";
import { hashOf } from "../../shared/core/hash.ts";
import { type CanonicalMap, encodeCanonical } from "../../shared/ledger/canonical.ts";
import type { CommitBody } from "../../shared/ledger/records/commit.ts";
import { type ContributionBody, contributionBodyToWire } from "../../shared/ledger/records/contribution.ts";
import { commitBytes } from "../../shared/ledger/record.ts";
import { NO_HASH } from "../../shared/ledger/record-content.ts";
import type { SignedRecord } from "../../shared/ledger/signed-record.ts";
import type { Verifier } from "../../shared/ports/signatures.ts";
import { EXAMPLE_CONTRIBUTION, exampleCommit, exampleSigner } from "./example-messages.ts";

export const trustful: Verifier = { verify: () => true };

/** A record with any content, and signatures that only the trustful verifier accepts. */
export function forge(content: CanonicalMap, ...devices: readonly string[]): SignedRecord {
  const bytes = encodeCanonical(content);
  const signatures = devices.map((device) => ({ device, signature: new Uint8Array(64) }));
  return { bytes, hash: hashOf(bytes), signatures };
}

export function forgeContribution(change: object, body: Partial<ContributionBody> = {}): SignedRecord {
  const { device } = exampleSigner(0);
  const wire = contributionBodyToWire({ ...EXAMPLE_CONTRIBUTION, ...body });
  const record = {
    v: 1,
    type: "contribution",
    device: fromHex(device),
    seq: 0,
    prev: fromHex(NO_HASH),
    body: wire,
  };
  return forge({ ...record, ...change }, device);
}

export function forgeCommit(change: Partial<CommitBody>, ...devices: readonly string[]): SignedRecord {
  const bytes = commitBytes({ ...exampleCommit(3), ...change });
  const signatures = devices.map((device) => ({ device, signature: new Uint8Array(64) }));
  return { bytes, hash: hashOf(bytes), signatures };
}

export const outcome = (parsed: { ok: true } | { ok: false; reason: string }) =>
  parsed.ok ? "ok" : parsed.reason;
