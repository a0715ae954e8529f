/** What a visitor reads when the training worker is gone. */
import type { Problem } from "../../worker/api.ts";

/** It never answered, it died, or it did not end when it was asked to. */
export type CrashCause = "loading" | "running" | "silence";

const TITLES: Readonly<Record<CrashCause, string>> = {
  loading: "The training program could not be loaded.",
  running: "The training worker stopped unexpectedly.",
  silence: "The training worker did not answer and was ended.",
};

/** @param detail what the browser said; may be empty */
export function crashProblem(
  cause: CrashCause,
  detail: string,
  lastSave: { readonly step: number } | null,
): Problem {
  const kept = lastSave
    ? `The model is safe up to step ${lastSave.step.toLocaleString("en")}; you can go on from there.`
    : "Nothing of this run had been saved here yet.";
  const advice = cause === "loading" ? "Check the connection to this site, then try again." : kept;
  return {
    title: TITLES[cause],
    advice: detail === "" ? advice : `${advice} The browser said: “${detail}”`,
  };
}
