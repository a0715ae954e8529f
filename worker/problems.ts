/** What a visitor reads when something goes wrong: what happened, what was kept, what to do. */
import type { Problem } from "./api.ts";

const KEPT = "Everything up to the last round is kept.";

/** @param error told apart by name, because errors that cross a worker boundary keep only name and message */
export function describeProblem(error: unknown): Problem {
  if (!(error instanceof Error)) return { title: String(error), advice: KEPT };
  const { name, message } = error;
  if (name === "DataError")
    return { title: message, advice: "advice" in error ? String(error.advice) : "Choose another file." };
  if (name === "KeyStoreError" || name === "LedgerStoreError")
    return { title: message, advice: "advice" in error ? String(error.advice) : KEPT };
  if (name === "QuotaExceededError" || message.includes("QuotaExceededError")) {
    return {
      title: "The browser has no room left to save the model.",
      advice: `Free some disk space; until then, a reload loses what is learned. ${KEPT}`,
    };
  }
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
