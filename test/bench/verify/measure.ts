/** Checks one bundle in a process of its own, as the command does, and prints what it took: `node measure.ts BUNDLE [plain]`. */
import { oneByOne } from "../../../shared/verify/signature-checks.ts";
import { verifyBundle } from "../../../shared/verify/verify.ts";
import { ed25519Verifier } from "../../../shared/ledger/ed25519.ts";
import { readBundleFile } from "../../../worker/cli/bundle-file.ts";
import { createNativeVerifier } from "../../../worker/cli/verify/native-verifier.ts";

const [path = "", kind] = process.argv.slice(2);
const startMs = performance.now();
/** When the last record was checked; links, chain and credit come after it, before the first round. */
let recordsMs = 0;
let firstRoundMs = 0;
const report = await verifyBundle(await readBundleFile(path), {
  checks: oneByOne(kind === "plain" ? ed25519Verifier : createNativeVerifier()),
  pause: () => new Promise((resolve) => setImmediate(resolve)),
  onProgress: ({ step }) => {
    const nowMs = performance.now() - startMs;
    if (step === "records") recordsMs = nowMs;
    else if (firstRoundMs === 0) firstRoundMs = nowMs;
  },
  replay: null,
});
console.log(
  JSON.stringify({
    signatures: kind ?? "native",
    valid: report.valid,
    records: report.records,
    commits: report.commits,
    contributions: report.contributions,
    credit: report.credit,
    recordsSeconds: seconds(recordsMs),
    /** Signatures, links, chain and credit, and one round more. */
    firstRoundSeconds: seconds(firstRoundMs),
    totalSeconds: seconds(performance.now() - startMs),
    memoryMegabytes: Math.round(process.resourceUsage().maxRSS / 1000),
    ...(report.firstFailure === null ? {} : { firstFailure: report.firstFailure }),
  }),
);

function seconds(ms: number): number {
  return Math.round(ms / 10) / 100;
}
