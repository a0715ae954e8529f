/**
 * Whether a whole history is true, from a bundle and nothing else. Step by step, and the first thing that does not hold ends the check:
 *
 *   canonical bytes, form and signatures of every record       read-records.ts
 *   the chains that devices wrote                              feed-links.ts
 *   the project, and the chain of certified commits            find-project.ts, history.ts
 *   credit, by the ledger's own fold                           count-credit.ts
 *   every head from the updates; some work, on request, again  walk-rounds.ts
 */
import type { Hash } from "../core/ids.ts";
import type { Accounts } from "../ledger/accounts/accounts.ts";
import type { Totals } from "../ledger/accounts/totals.ts";
import { creditOf } from "../ledger/credit-unit.ts";
import { genesisHead } from "../swarm/known-head.ts";
import { genesisParameters } from "../training/project-plan.ts";
import { BundleReader } from "./bundle-reader.ts";
import { countCredit, findUncounted } from "./count-credit.ts";
import { checkFeeds } from "./feed-links.ts";
import { type Failure, NotABundleError } from "./failure.ts";
import { findProject } from "./find-project.ts";
import { findHistory, type History } from "./history.ts";
import { rulesOf } from "./project-rules.ts";
import { readContents, readRecords } from "./read-records.ts";
import type { VerifyPorts } from "./verify-ports.ts";
import { walkRounds } from "./walk-rounds.ts";

/** What was found; of a bundle that fails, as far as the check came. */
export interface VerifyReport {
  readonly valid: boolean;
  readonly records: number;
  /** Included in a commit of the chain. */
  readonly contributions: number;
  readonly commits: number;
  /** Devices with such contributions. */
  readonly peers: number;
  readonly head: Hash | null;
  /** What became of the work on the chain, in floating-point operations. */
  readonly totals: Totals | null;
  /** Of that, credits that are vested or pending: they count until something is found to be false. */
  readonly credit: number;
  /** Records of feeds that the bundle says it left out. */
  readonly gaps: number;
  /** Places of feeds where a device contradicts itself. */
  readonly forks: number;
  /** Contributions that were done again. */
  readonly replayed: number;
  /** Times of the first and the last commit, in seconds since 1970. */
  readonly span: { readonly from: number; readonly to: number } | null;
  readonly firstFailure: Failure | null;
}

type Findings = {
  -readonly [Name in keyof Omit<VerifyReport, "valid" | "firstFailure">]: VerifyReport[Name];
};

/**
 * @param source the file, piece by piece
 * @throws NotABundleError, CannotReplayError; what `source`, `pause` and the engine throw
 */
export async function verifyBundle(
  source: AsyncIterable<Uint8Array>,
  ports: VerifyPorts,
): Promise<VerifyReport> {
  const reader = await BundleReader.open(source);
  const findings: Findings = {
    records: 0,
    contributions: 0,
    commits: 0,
    peers: 0,
    head: null,
    totals: null,
    credit: 0,
    gaps: 0,
    forks: 0,
    replayed: 0,
    span: null,
  };
  try {
    const firstFailure = await check(reader, ports, findings);
    return { valid: firstFailure === null, ...findings, firstFailure };
  } finally {
    await reader.close();
  }
}

async function check(reader: BundleReader, ports: VerifyPorts, findings: Findings): Promise<Failure | null> {
  const { checks, pause, onProgress } = ports;
  const begun = await readContents(reader);
  if (!begun.ok) return begun.failure;
  const { contents, place } = begun;
  const onBatch = async (count: number) => {
    findings.records = count;
    onProgress({ step: "records", done: count, total: null });
    await pause();
  };
  const read = await readRecords(reader, { checks, onBatch });
  if (!read.ok) return read.failure;
  const { records } = read;
  if (records.size === 0) throw new NotABundleError("no-records");
  const linked = checkFeeds(records, { gaps: contents.gaps, place });
  if (!linked.ok) return linked.failure;
  Object.assign(findings, linked.links);
  const found = await findProject(records, { id: contents.project, place }, checks);
  if (!found.ok) return found.failure;
  const rules = rulesOf(found.project);
  const genesis =
    contents.base === null ? genesisHead(rules, genesisParameters(found.project.manifest.plan)) : null;
  const chained = findHistory(records, rules, { begin: genesis?.head ?? null, base: contents.base, place });
  if (!chained.ok) return chained.failure;
  const { history } = chained;
  describe(history, findings);
  const { plan } = found.project.manifest;
  const accounts = countCredit(records, { rules, plan, history, genesis: genesis?.head.hash ?? null });
  countTotals(accounts, rules.project, findings);
  const walked = await walkRounds(reader, { contents, found, rules, history, accounts, genesis }, ports);
  if (!walked.ok) return walked.failure;
  findings.replayed = walked.replayed;
  return findUncounted(accounts, history, rules.project);
}

function countTotals(accounts: Accounts, project: Hash, findings: Findings): void {
  const totals = accounts.totals(project);
  const { work, audits } = totals;
  findings.totals = totals;
  findings.credit = creditOf(totals.earned + work.pending + audits.pending);
}

function describe({ rounds, head }: History, findings: Findings): void {
  const contributions = rounds.flatMap((round) => round.contributions);
  findings.contributions = contributions.length;
  findings.commits = rounds.length;
  findings.peers = new Set(contributions.map(({ device }) => device)).size;
  findings.head = head.hash;
  const [first, last] = [rounds.at(0), rounds.at(-1)];
  if (first !== undefined && last !== undefined) findings.span = { from: first.body.at, to: last.body.at };
}
