/** Which backends this browser can run, in the order in which they are tried, and a reason for each that it cannot. */
import type { BackendName, BackendRefusal, RefusalReason } from "../api.ts";
import type { EngineBackend } from "./engine-worker.ts";

export interface BackendCandidate {
  readonly name: BackendName;
  readonly engine: EngineBackend;
}

/**
 * Threads worth trying. More than four share memory bandwidth without training faster, and leave the visitor nothing.
 */
const MAX_THREADS = 4;

export interface BackendSurvey {
  readonly candidates: readonly BackendCandidate[];
  readonly refusals: readonly BackendRefusal[];
}

/**
 * @param first `auto`, or the backend that somebody asked for: those before it are left out
 * @param coreShare of the processor's cores that threads may take at most, up to 1
 */
export async function surveyBackends(first: "auto" | BackendName, coreShare = 1): Promise<BackendSurvey> {
  const coreCount = Math.floor(navigator.hardwareConcurrency * coreShare);
  const order: readonly BackendName[] = ["webgpu", "wasm-threads", "wasm"];
  const candidates: BackendCandidate[] = [];
  const refusals: BackendRefusal[] = [];
  for (const backend of first === "auto" ? order : order.slice(order.indexOf(first))) {
    const reason =
      backend === "webgpu"
        ? await refuseWebgpu(first === "webgpu")
        : backend === "wasm-threads"
          ? refuseThreads(coreCount)
          : null;
    if (reason === null) candidates.push({ name: backend, engine: engineOf(backend, coreCount) });
    else refusals.push({ backend, reason });
  }
  return { candidates, refusals };
}

function engineOf(backend: BackendName, coreCount: number): EngineBackend {
  if (backend === "webgpu") return { kind: "webgpu" };
  return {
    kind: "wasm",
    threadCount: backend === "wasm" ? 1 : Math.min(coreCount, MAX_THREADS),
  };
}

async function refuseWebgpu(acceptSoftware: boolean): Promise<RefusalReason | null> {
  if (!("gpu" in navigator)) return { kind: "no-webgpu" };
  const adapter = await navigator.gpu
    .requestAdapter({ powerPreference: "high-performance" })
    .catch(() => null);
  if (!adapter) return { kind: "no-adapter" };
  // It would be slower than the processor that emulates it.
  return !acceptSoftware && isSoftware(adapter) ? { kind: "software" } : null;
}

/** `isFallbackAdapter` is the standard's word; SwiftShader also says it by name. */
function isSoftware({ info }: GPUAdapter): boolean {
  return (
    info.isFallbackAdapter ||
    /swiftshader|llvmpipe|software/i.test(
      `${info.vendor} ${info.architecture} ${info.device} ${info.description}`,
    )
  );
}

function refuseThreads(coreCount: number): RefusalReason | null {
  // Only then the browser gives shared memory for threads.
  if (!globalThis.crossOriginIsolated) return { kind: "not-isolated" };
  return coreCount < 2 ? { kind: "one-core" } : null;
}
