/** What a visitor reads when something goes wrong: what happened, what was kept, what to do. */
import type { Problem, ProblemEnd } from "./api.ts";
import type { LedgerStoreFault } from "./storage/ledger-store-error.ts";

const KEPT = "Everything up to the last round is kept.";

/** @param error told apart by name, because errors that cross a worker boundary keep only name and message */
export function describeProblem(error: unknown): Problem {
  if (!(error instanceof Error)) return { title: String(error), advice: KEPT };
  const { name, message } = error;
  if (name === "DataError")
    return { title: message, advice: "advice" in error ? String(error.advice) : "Choose another file." };
  if (name === "KeyStoreError" || name === "LedgerStoreError")
    return { title: message, advice: "advice" in error ? String(error.advice) : KEPT };
  if (isOutOfRoom(name === "HeadSaveError" ? error.cause : error)) {
    return {
      title: "The browser has no room left to save the model.",
      advice: `Free some disk space; until then, a reload loses what is learned. ${KEPT}`,
    };
  }
  if (name === "HeadSaveError")
    return {
      title: `The browser could not save the model: ${message}`,
      advice: `Until it can, a reload loses what is learned. ${KEPT}`,
    };
  if (name === "DamagedHeadError")
    return {
      title: `${message[0]!.toUpperCase()}${message.slice(1)}.`,
      advice: "The swarm's model is fetched from other tabs; alone, training begins anew.",
    };
  if (name === "NonFiniteError")
    return { title: `Training went out of bounds: ${message}.`, advice: `${KEPT} Resume, or start again.` };
  if (name === "BackendError")
    return {
      title: message,
      advice: `${KEPT} Check the connection and press Start again; a current version of Chrome, Edge, Firefox or Safari should work.`,
    };
  return {
    title: `Something unexpected happened: ${message}`,
    advice: `${KEPT} Resume, or reload the page.`,
  };
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
