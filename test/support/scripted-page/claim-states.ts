/** States of the claim window. */
import type { ClaimSession } from "../../../web/claim/claim-session.ts";
import type { ClaimView } from "../../../web/claim/claim-view.ts";
import { tell } from "../../../shared/problems/problem.ts";
import { ROOT } from "../ledger-views.ts";
import { OWN } from "../swarm-views.ts";

const SITE = "https://herons.example";
const LONG = `https://${"a-very-long-name-of-a-site.".repeat(6)}example:8443`;
const claimant = { root: ROOT, name: "Lively Moon", fingerprint: "" };
const asking = { kind: "asking", device: OWN, site: SITE, claimant, isWorking: false } as const;

const VIEWS: Readonly<Record<string, ClaimView>> = {
  "claim-asking": asking,
  "claim-newcomer": { ...asking, site: LONG, claimant: null },
  "claim-working": { ...asking, isWorking: true },
  "claim-waiting": { kind: "waiting" },
  "claim-silent": { kind: "silent" },
  "claim-no-opener": { kind: "no-opener" },
  "claim-claimed": { kind: "claimed" },
  "claim-declined": { kind: "declined" },
  "claim-failed": { kind: "failed", problem: null },
  "claim-no-words": { kind: "failed", problem: tell("refused.no-words") },
  "claim-done": { kind: "done", site: SITE },
};
export const CLAIM_STATES: readonly string[] = Object.keys(VIEWS);

/** A window that stays as it is; null for a state of something else. */
export function scriptClaim(state: string): ClaimSession | null {
  const view = VIEWS[state];
  if (view === undefined) return null;
  const nothing = () => undefined;
  return { view: () => view, subscribe: () => nothing, accept: nothing, decline: nothing };
}
