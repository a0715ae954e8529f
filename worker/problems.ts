/** What a visitor is told when something goes wrong, and what ends it. */
import { type Problem, ProblemError, tell } from "../shared/problems/problem.ts";
import type { ProblemEnd } from "./api.ts";
import type { LedgerStoreFault } from "./storage/ledger-store-error.ts";

/**
 * @param error told apart by name, because errors that cross a worker boundary keep only name and message
 * @param of what was under way: in a trial, there is nothing yet that could be kept
 */
export function describeProblem(error: unknown, of: "run" | "trial" = "run"): Problem {
  if (error instanceof ProblemError) return error.problem;
  if (!(error instanceof Error)) return tell(`${of}.unknown`, {}, String(error));
  const { name, message } = error;
  if (isOutOfRoom(name === "HeadSaveError" ? error.cause : error)) return tell(`${of}.no-room`);
  if (name === "HeadSaveError") return tell("run.unsaved", {}, message);
  if (name === "NonFiniteError") return tell(`${of}.not-finite`, {}, message);
  if (name === "BackendError") return tell(`${of}.no-backend`, {}, message);
  return tell(`${of}.unknown`, {}, message);
}

/** The database wraps what the disk says in errors of its own. */
const isOutOfRoom = (error: unknown): boolean =>
  error instanceof Error &&
  (error.name === "QuotaExceededError" || error.message.includes("QuotaExceededError"));

/** Of the ledger's disk: another writer, or a feed that is lost, is not over when records can be written. */
const LASTING_FAULTS: readonly unknown[] = ["taken", "lost-feed"] satisfies LedgerStoreFault[];

/** What ends a problem that does not end the run. */
export function endOfProblem(error: unknown): ProblemEnd {
  if (!(error instanceof Error)) return null;
  const { name } = error;
  // A head that was damaged is replaced by the one that is saved.
  if (name === "HeadSaveError" || name === "DamagedHeadError") return "saved";
  if (name === "LedgerStoreError" && "fault" in error && !LASTING_FAULTS.includes(error.fault))
    return "receipts-kept";
  return null;
}
