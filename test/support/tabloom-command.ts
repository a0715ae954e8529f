import { execFile } from "node:child_process";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");

export interface Ended {
  readonly exitCode: number;
  /** Of standard output, and of standard error. */
  readonly lines: readonly string[];
  readonly complaints: readonly string[];
}

/** Runs `tabloom` from its sources, as a person would. @param folder in which */
export function runTabloom(folder: string, ...parameters: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const program = ["--import", import.meta.resolve("tsx"), join(ROOT, "worker/cli/main.ts"), ...parameters];
    const options = { cwd: folder, env: { ...process.env, TSX_TSCONFIG_PATH: join(ROOT, "tsconfig.json") } };
    const child = execFile(process.execPath, program, options, (_error, stdout, stderr) =>
      resolve({ exitCode: child.exitCode ?? -1, lines: linesOf(stdout), complaints: linesOf(stderr) }),
    );
  });
}

const linesOf = (text: string): readonly string[] => text.split("\n").slice(0, -1);
