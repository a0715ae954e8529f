/** Whether somebody can see this page. */
import { useSyncExternalStore } from "react";

export const useVisible = (): boolean => useSyncExternalStore(subscribe, () => !document.hidden);

function subscribe(onChange: () => void): () => void {
  document.addEventListener("visibilitychange", onChange);
  return () => document.removeEventListener("visibilitychange", onChange);
}
