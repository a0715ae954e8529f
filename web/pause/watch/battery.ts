/** Whether the computer runs on its battery. Chromium tells; Firefox and Safari do not. */
import type { Battery } from "../conditions.ts";

/** Of the Battery Status API, which TypeScript no longer describes. */
export interface BatteryManager extends EventTarget {
  readonly charging: boolean;
}

export interface BatteryNavigator {
  readonly getBattery?: () => Promise<BatteryManager>;
}

/** @returns ends it */
export function watchBattery(navigator: BatteryNavigator, onChange: (battery: Battery) => void): () => void {
  const abort = new AbortController();
  const { signal } = abort;
  const watch = async () => {
    try {
      const battery = await navigator.getBattery?.();
      if (battery === undefined || signal.aborted) return;
      const tell = () => onChange({ kind: "known", isCharging: battery.charging });
      battery.addEventListener("chargingchange", tell, { signal });
      tell();
    } catch {
      // A policy forbids it: it stays unknown.
    }
  };
  void watch();
  return () => abort.abort();
}
