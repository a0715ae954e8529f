/** What computes, why it was chosen, and why the faster ways were not. */
import type { ReactNode } from "react";
import type { EngineProfile } from "../../shared/training/engine-profile.ts";
import { unreachable } from "../../shared/core/assert.ts";
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
                {sayWith("backend.refused", REASONED, { name: say(`backend.${refused}`), why: reason })}
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
      return sayWith("backend.unverified", REASONED, { why: profile.reason });
    case "gpu-float":
      return say("backend.float");
    default:
      return unreachable(profile);
  }
}

function ChosenBackend({ backend }: { readonly backend: BackendChoice }) {
  const { backend: name, threadCount: threads, reason: why } = backend;
  const chosen = name === "webgpu" ? say("backend.webgpu") : say("backend.processor", { threads });
  return sayWith("backend.chosen", REASONED, { name: chosen, why });
}
