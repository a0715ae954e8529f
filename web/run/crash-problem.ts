/** What a visitor reads when the training worker is gone. */
import type { Problem } from "../../worker/api.ts";
import { say } from "../messages/say.ts";
import { formatCount } from "../text/format.ts";

/** It never answered, or it died. */
export type CrashCause = "loading" | "running";

/** @param detail what the browser said; may be empty */
export function crashProblem(
  cause: CrashCause,
  detail: string,
  lastSave: { readonly step: number } | null,
): Problem {
  const kept = lastSave ? say("crash.saved", { step: formatCount(lastSave.step) }) : say("crash.unsaved");
  const advice = cause === "loading" ? say("crash.loading.advice") : kept;
  return {
    title: say(`crash.${cause}.title`),
    advice: detail === "" ? advice : say("crash.said", { advice, detail }),
  };
}
