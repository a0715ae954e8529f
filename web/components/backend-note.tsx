/** What computes, why it was chosen, and why the faster ways were not. */
import type { ReactNode } from "react";
import type { EngineProfile } from "../../shared/training/engine-profile.ts";
import { unreachable } from "../../shared/core/assert.ts";
import type { ChoiceReason, RefusalReason } from "../../worker/api.ts";
import { formatCount } from "../text/format.ts";
import { say, sayWith } from "../messages/say.ts";
import type { BackendChoice } from "../run/run-state.ts";
import { WorkerText } from "./worker-text.tsx";

export function BackendNote({ backend }: { readonly backend: BackendChoice | null }) {
  return (
    <section className="backend">
      <h2>{say("backend.title")}</h2>
      <p data-testid="backend" data-value={backend?.backend ?? ""} data-threads={backend?.threadCount ?? ""}>
        {backend ? <ChosenBackend backend={backend} /> : say("backend.unknown")}
      </p>
      {backend && (
        <p data-testid="profile" data-value={backend.profile.kind}>
          {profileSentence(backend.profile)}
        </p>
      )}
      {backend && backend.refusals.length > 0 && (
        <details>
          <summary>{say("backend.why")}</summary>
          <ul>
            {backend.refusals.map(({ backend: refused, reason }) => (
              <li key={refused}>
                {sayWith(
                  "backend.refused",
                  { strong: <strong />, reason: <RefusalWords reason={reason} /> },
                  { name: say(`backend.${refused}`), why: "" },
                )}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

const REASONED = {
  strong: <strong />,
  reason: <WorkerText />,
};

function profileSentence(profile: EngineProfile): ReactNode {
  switch (profile.kind) {
    case "wasm-exact":
      return say("backend.exact");
    case "wasm-unverified":
      if (profile.reason === "") return say("backend.unprobed");
      return sayWith("backend.unverified", REASONED, { why: profile.reason });
    case "gpu-float":
      return say("backend.float");
    default:
      return unreachable(profile);
  }
}

function ChosenBackend({ backend }: { readonly backend: BackendChoice }) {
  const { backend: name, threadCount: threads, reason } = backend;
  const chosen = name === "webgpu" ? say("backend.webgpu") : say("backend.processor", { threads });
  const tags = { strong: <strong />, reason: <ChoiceWords reason={reason} /> };
  return sayWith("backend.chosen", tags, { name: chosen, why: "" });
}

function ChoiceWords({ reason }: { readonly reason: ChoiceReason }) {
  switch (reason.kind) {
    case "faster":
      return say("backend.choice.faster", {
        ms: formatCount(reason.stepMs),
        others: reason.otherThreadCount,
        otherMs: formatCount(reason.otherStepMs),
      });
    case "not-started":
      return sayWith("backend.choice.not-started", REASONED, {
        threads: reason.threadCount,
        why: reason.error,
      });
    default:
      return say(`backend.choice.${reason.kind}`);
  }
}

const RefusalWords = ({ reason }: { readonly reason: RefusalReason }) =>
  reason.kind === "failed"
    ? sayWith("backend.refusal.failed", REASONED, { why: reason.error })
    : say(`backend.refusal.${reason.kind}`);
