/** Milestones as sentences. */
import "../messages/english-of-screens.ts";
import { unreachable } from "../../shared/core/assert.ts";
import { say } from "../messages/say.ts";
import type { Milestone } from "./milestone.ts";

export function milestoneWords(milestone: Milestone): string {
  switch (milestone.kind) {
    case "first-round":
      return say("notify.first-round");
    case "contributions":
      return say("notify.contributions", { count: milestone.count });
    case "rounds-unseen":
      return say("notify.rounds-unseen", { count: milestone.count });
    case "problem":
      return say("notify.problem", { title: milestone.title });
    default:
      return unreachable(milestone);
  }
}
