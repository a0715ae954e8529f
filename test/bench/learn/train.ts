/** Runs `tabloom train` as a person would, and reads the lines that it prints. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Outcome } from "./checks.ts";

const ROOT = join(import.meta.dirname, "../../..");

/** A line of progress of `tabloom train --json`. */
export interface Progress {
  readonly step: number;
  readonly trainLoss: number;
  readonly msPerStep: number;
}

/** @throws with the command's own message when it fails */
export async function train(
  options: readonly string[],
  onProgress: (progress: Progress) => void,
): Promise<Outcome> {
  const parameters = [join(ROOT, ".ci/run.mjs"), "worker/cli/main.ts", "train", "--json", ...options];
  const child = spawn(process.execPath, parameters, { stdio: ["ignore", "pipe", "pipe"] });
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (complaint += text));
  const ended = new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", () => resolve());
  });
  let outcome: Outcome | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    const report = JSON.parse(line) as Progress | (Outcome & { readonly done: true });
    if ("done" in report) outcome = report;
    else onProgress(report);
  }
  await ended;
  if (child.exitCode === 0 && outcome) return outcome;
  throw new Error(`tabloom train ended without a result: ${complaint.trim() || "it printed no reason"}`);
}
