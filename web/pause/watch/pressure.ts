/** How hard the processor is pressed, by all programs together. Only Chromium on computers tells. */
import type { Pressure, PressureState } from "../conditions.ts";

/** Of the Compute Pressure API, which TypeScript does not describe yet. */
export interface PressureSource {
  observe(source: "cpu", options: { readonly sampleInterval: number }): Promise<void>;
  disconnect(): void;
}

export type PressureSourceConstructor = new (
  onRecords: (records: readonly { readonly state: PressureState }[]) => void,
) => PressureSource;

/** As often as the bar of one second for every reason asks. */
const SAMPLE_INTERVAL_MS = 1000;

/**
 * @param Observer undefined where the browser has none
 * @returns ends it
 */
export function watchPressure(
  Observer: PressureSourceConstructor | undefined,
  nowMs: () => number,
  onChange: (pressure: Pressure) => void,
): () => void {
  if (Observer === undefined) return () => undefined;
  let last: Pressure = { state: "unknown", sinceMs: 0, criticalEndMs: null };
  const observer = new Observer((records) => {
    const state = records.at(-1)?.state ?? last.state;
    if (state === last.state) return;
    const sinceMs = nowMs();
    const criticalEndMs = last.state === "critical" ? sinceMs : last.criticalEndMs;
    last = { state, sinceMs, criticalEndMs: state === "critical" ? null : criticalEndMs };
    onChange(last);
  });
  // Forbidden by a policy, or a computer without sensors: it stays unknown.
  observer.observe("cpu", { sampleInterval: SAMPLE_INTERVAL_MS }).catch(() => undefined);
  return () => observer.disconnect();
}
