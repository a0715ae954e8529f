/** Whether the browser believes that there is a network. */
import { useSyncExternalStore } from "react";

export const useOnline = (): boolean => useSyncExternalStore(subscribe, () => navigator.onLine);

function subscribe(onChange: () => void): () => void {
  const abort = new AbortController();
  for (const name of ["online", "offline"]) window.addEventListener(name, onChange, { signal: abort.signal });
  return () => abort.abort();
}
