/** What `tabloom simulate` prints: lines for people, or one JSON object per line. */
import type { DoneReport, RoundReport } from "./simulate-training.ts";

export interface SimulateReporter {
  round(report: RoundReport): void;
  done(report: DoneReport): void;
}

export function createSimulateReporter(isJson: boolean): SimulateReporter {
  return isJson ? jsonReporter : textReporter;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

const jsonReporter: SimulateReporter = {
  round: (report) => print(JSON.stringify(report)),
  done: (report) => print(JSON.stringify({ done: true, ...report })),
};

const SHORT_HASH = 12;

const textReporter: SimulateReporter = {
  round: ({ round, peers, committed, valLoss, bytesUpPerPeer, head }) =>
    print(
      [
        `round ${round}`,
        `${committed} of ${peers} peers`,
        ...(valLoss === undefined ? [] : [`held-out loss ${valLoss.toFixed(4)}`]),
        `${kilobytes(bytesUpPerPeer)} up per peer`,
        head.slice(0, SHORT_HASH),
      ].join(" · "),
    ),
  done: (report) => {
    const { valLoss, totalTokens, bytesUpPerPeer, reduction, heads, head, trainingShare } = report;
    print(
      `held-out loss ${valLoss.toFixed(4)} after ${totalTokens.toLocaleString("en")} tokens, rows or images`,
    );
    const less =
      reduction === null ? "" : `, ${reduction.toFixed(0)}× less than float32 averaging after every step`;
    print(`${kilobytes(bytesUpPerPeer)} up per peer${less}`);
    print(`${(100 * trainingShare).toFixed(1)} % of the time spent training`);
    print(`${report.refusedHonest} of ${report.includedHonest} honest updates refused`);
    print(`${heads === 1 ? "one head" : `${heads} heads`} at the end: ${head}`);
  },
};

function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1000).toLocaleString("en")} kB`;
}
