/** Which backends this browser can run, in the order in which they are tried, and a sentence for each that it cannot. */
import type { BackendName } from "../api.ts";
import type { EngineBackend } from "./engine-worker.ts";

export interface BackendCandidate {
  readonly name: BackendName;
  readonly engine: EngineBackend;
}

export interface BackendRefusal {
  readonly backend: BackendName;
  readonly reason: string;
}

/**
 * Threads worth trying. More than four share memory bandwidth without training faster, and leave the visitor nothing.
 */
const MAX_THREADS = 4;

export interface BackendSurvey {
  readonly candidates: readonly BackendCandidate[];
  readonly refusals: readonly BackendRefusal[];
}

/** @param first `auto`, or the backend that somebody asked for: those before it are left out */
export async function surveyBackends(first: "auto" | BackendName): Promise<BackendSurvey> {
  const order: readonly BackendName[] = ["webgpu", "wasm-threads", "wasm"];
  const candidates: BackendCandidate[] = [];
  const refusals: BackendRefusal[] = [];
  for (const backend of first === "auto" ? order : order.slice(order.indexOf(first))) {
    const reason =
      backend === "webgpu"
        ? await refuseWebgpu(first === "webgpu")
        : backend === "wasm-threads"
          ? refuseThreads()
          : null;
    if (reason === null) candidates.push({ name: backend, engine: engineOf(backend) });
    else refusals.push({ backend, reason });
  }
  return { candidates, refusals };
}

function engineOf(backend: BackendName): EngineBackend {
  if (backend === "webgpu") return { kind: "webgpu" };
  return {
    kind: "wasm",
    threadCount: backend === "wasm" ? 1 : Math.min(navigator.hardwareConcurrency, MAX_THREADS),
  };
}

async function refuseWebgpu(acceptSoftware: boolean): Promise<string | null> {
  if (!("gpu" in navigator)) return "This browser does not offer WebGPU.";
  const adapter = await navigator.gpu
    .requestAdapter({ powerPreference: "high-performance" })
    .catch(() => null);
  if (!adapter) return "The browser offers WebGPU, but no graphics chip that can use it.";
  if (!acceptSoftware && isSoftware(adapter))
    return "The only graphics device is emulated in software, which is slower than the processor itself.";
  return null;
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

function refuseThreads(): string | null {
  if (!globalThis.crossOriginIsolated)
    return "The page is not cross-origin isolated, so the browser gives it no shared memory for threads.";
  if (navigator.hardwareConcurrency < 2) return "This computer offers one processor core.";
  return null;
}
