/** What computes, why it was chosen, and why the faster ways were not. */
import type { EngineProfile } from "../../shared/training/engine-profile.ts";
import { unreachable } from "../../shared/core/assert.ts";
import type { BackendName } from "../../worker/api.ts";
import type { BackendChoice } from "../run/run-state.ts";

const BACKEND_NAMES: Readonly<Record<BackendName, string>> = {
  webgpu: "Graphics chip (WebGPU)",
  "wasm-threads": "Several threads of the processor (WebAssembly)",
  wasm: "One thread of the processor (WebAssembly)",
};

export function BackendNote({ backend }: { readonly backend: BackendChoice | null }) {
  return (
    <section className="backend">
      <h2>Computes on</h2>
      <p data-testid="backend" data-value={backend?.backend ?? ""} data-threads={backend?.threadCount ?? ""}>
        {backend ? (
          <ChosenBackend backend={backend} />
        ) : (
          "Chosen when training starts: the graphics chip if it can, else the processor."
        )}
      </p>
      {backend && (
        <p data-testid="profile" data-value={backend.profile.kind}>
          {profileSentence(backend.profile)}
        </p>
      )}
      {backend && backend.refusals.length > 0 && (
        <details>
          <summary>Why nothing faster?</summary>
          <ul>
            {backend.refusals.map(({ backend: refused, reason }) => (
              <li key={refused}>
                <strong>{BACKEND_NAMES[refused]}:</strong> {reason}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function profileSentence(profile: EngineProfile): string {
  switch (profile.kind) {
    case "wasm-exact":
      return "Checked: every bit comes out as it should, so others can verify this work exactly.";
    case "wasm-unverified":
      return `Not checked to the bit: ${profile.reason}.`;
    case "gpu-float":
      return "Graphics chips round in different ways, so others can verify this work only within a tolerance.";
    default:
      return unreachable(profile);
  }
}

function ChosenBackend({ backend }: { readonly backend: BackendChoice }) {
  const { backend: name, threadCount, reason } = backend;
  const threads = `${threadCount} ${threadCount === 1 ? "thread" : "threads"}`;
  return (
    <>
      <strong>{name === "webgpu" ? BACKEND_NAMES.webgpu : `Processor, ${threads} (WebAssembly)`}.</strong>{" "}
      {reason}
    </>
  );
}
