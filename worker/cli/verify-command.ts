/** `tabloom verify`: whether the history in a bundle is true, without asking anybody. */
import { Command, InvalidArgumentError } from "commander";
import { oneByOne } from "../../shared/verify/signature-checks.ts";
import { verifyBundle } from "../../shared/verify/verify.ts";
import { NotABundleError } from "../../shared/verify/failure.ts";
import { BundleFileError, readBundleFile } from "./bundle-file.ts";
import { createNativeVerifier } from "./verify/native-verifier.ts";
import { openExactEngine } from "./verify/exact-engine.ts";
import { createVerifyReporter } from "./verify/verify-reporter.ts";

interface VerifyOptions {
  /** 0 < percent ≤ 100. */
  readonly replay?: number;
  readonly seed?: string;
  readonly json: boolean;
}

export function verifyCommand(): Command {
  return new Command("verify")
    .description(
      "Check a whole history from its bundle: signatures, links, certificates, every head, credit; on request also the work.",
    )
    .argument("<bundle>", "file that a page or `tabloom simulate --bundle` wrote")
    .option(
      "--replay <percent>",
      "do so many of the contributions again, drawn at random, and compare",
      percent,
    )
    .option("--seed <text>", "draw by this text, of your own choice, instead of the head's hash")
    .option("--json", "one JSON object instead of a sentence", false)
    .action(verify);
}

async function verify(path: string, { replay, seed, json }: VerifyOptions): Promise<void> {
  const reporter = createVerifyReporter(json);
  const report = await verifyBundle(await readBundleFile(path), {
    checks: oneByOne(createNativeVerifier()),
    pause: () => new Promise((resolve) => setImmediate(resolve)),
    onProgress: (progress) => reporter.progress(progress),
    replay:
      replay === undefined ? null : { share: replay / 100, seed: seed ?? null, openEngine: openExactEngine },
  }).catch((error: unknown) => {
    throw error instanceof NotABundleError ? new BundleFileError(`${path}: ${error.message}.`) : error;
  });
  reporter.done(report);
  if (!report.valid) process.exitCode = 1;
}

/** For commander's argParser. */
function percent(text: string): number {
  const value = Number(text.replace(/%$/, ""));
  if (text.trim() === "" || !(value > 0 && value <= 100))
    throw new InvalidArgumentError("Expected a number above 0, up to 100.");
  return value;
}
