/** Whether data costs money here, as far as the browser tells. */
import type { Conditions } from "../conditions.ts";

/** Of the Network Information API, which only Chromium has. */
export interface NetworkConnection extends EventTarget {
  readonly saveData?: boolean;
  readonly type?: string;
}

export interface NetworkNavigator {
  readonly connection?: NetworkConnection;
}

/**
 * @param reducedData the media query `(prefers-reduced-data: reduce)`
 * @returns ends it
 */
export function watchNetwork(
  { connection }: NetworkNavigator,
  reducedData: Pick<MediaQueryList, "matches" | "addEventListener">,
  onChange: (part: Pick<Conditions, "isDataSaved" | "isCellular">) => void,
): () => void {
  const abort = new AbortController();
  const { signal } = abort;
  const tell = () =>
    onChange({
      isDataSaved: connection?.saveData === true || reducedData.matches,
      isCellular: connection?.type === "cellular",
    });
  connection?.addEventListener("change", tell, { signal });
  reducedData.addEventListener("change", tell, { signal });
  tell();
  return () => abort.abort();
}
