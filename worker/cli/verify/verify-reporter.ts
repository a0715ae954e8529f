/** What `tabloom verify` prints: a sentence or a JSON object on standard output, and how far it is on a terminal's standard error. */
import { summarize } from "../../../shared/verify/summary.ts";
import type { VerifyReport } from "../../../shared/verify/verify.ts";
import type { VerifyProgress } from "../../../shared/verify/verify-ports.ts";

export interface VerifyReporter {
  progress(progress: VerifyProgress): void;
  done(report: VerifyReport): void;
}

/** Back to the line's beginning, and what stands there erased. */
const ERASE_LINE = "\r\u001b[K";

const WORDS: Readonly<Record<VerifyProgress["step"], string>> = {
  records: "records checked",
  rounds: "rounds computed again",
  replays: "contributions done again",
};

export function createVerifyReporter(isJson: boolean): VerifyReporter {
  const isSeen = !isJson && process.stderr.isTTY;
  return {
    progress: ({ step, done, total }) => {
      if (isSeen)
        process.stderr.write(`${ERASE_LINE}${done}${total === null ? "" : ` of ${total}`} ${WORDS[step]}`);
    },
    done: (report) => {
      if (isSeen) process.stderr.write(ERASE_LINE);
      process.stdout.write(`${isJson ? JSON.stringify(jsonOf(report)) : summarize(report)}\n`);
    },
  };
}

function jsonOf(report: VerifyReport) {
  const { valid, records, contributions, commits, peers, credit, head, firstFailure } = report;
  const common = { valid, records, contributions, commits, peers, credit, head };
  return firstFailure === null ? common : { ...common, firstFailure };
}
