/** The verifier on the page: the same as the command's, on a file that somebody dropped. Nothing leaves the computer. */
import { NotABundleError } from "../../shared/verify/failure.ts";
import type { SignatureChecks } from "../../shared/verify/signature-checks.ts";
import { verifyBundle, type VerifyReport } from "../../shared/verify/verify.ts";
import type { VerifyProgress, VerifyResult } from "../ledger-api.ts";

export interface CheckPorts {
  readonly checks: SignatureChecks;
  /** Lets messages in. */
  readonly pause: () => Promise<void>;
  readonly onProgress: (progress: VerifyProgress) => void;
}

export async function checkBundle(
  bundle: Blob,
  { checks, pause, onProgress }: CheckPorts,
): Promise<VerifyResult> {
  try {
    const report = await verifyBundle(chunksOf(bundle), {
      checks,
      pause,
      onProgress: ({ step, done, total }) => onProgress({ step, done, total: total ?? 0 }),
      replay: null,
    });
    return resultOf(report);
  } catch (error) {
    if (!(error instanceof NotABundleError)) throw error;
    const firstFailure = { position: 0, record: null, reason: error.reason };
    return { isValid: false, ...NOTHING, firstFailure };
  }
}

/** Of a file that is no bundle. */
const NOTHING = {
  flops: "0",
  span: null,
  records: 0,
  contributions: 0,
  commits: 0,
  peers: 0,
  credit: 0,
  head: null,
};

function resultOf(report: VerifyReport): VerifyResult {
  const { valid, totals, span, records, contributions, commits, peers, credit, head, firstFailure } = report;
  const failure = firstFailure && {
    position: firstFailure.entry,
    record: firstFailure.hash === null ? null : `${firstFailure.type ?? "record"} ${firstFailure.hash}`,
    reason: { code: firstFailure.code, values: firstFailure.values, detail: firstFailure.detail },
  };
  return {
    isValid: valid,
    flops: String(totals === null ? 0n : totals.work.vested + totals.work.pending),
    span,
    records,
    contributions,
    commits,
    peers,
    credit,
    head,
    firstFailure: failure,
  };
}

/** Not every browser can iterate over a stream. */
async function* chunksOf(bundle: Blob): AsyncGenerator<Uint8Array, void> {
  const reader = bundle.stream().getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel();
  }
}
