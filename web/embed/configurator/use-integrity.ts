/** What a page can hold the loader to: the hash of the file that this server sends. */
import { useEffect, useState } from "react";
import { LOADER_PATH } from "../../../shared/protocol/embed.ts";

export type Integrity =
  | { readonly kind: "asking" }
  | { readonly kind: "known"; readonly text: string }
  /** The file did not come, or this page is not served over https, where browsers hash nothing. */
  | { readonly kind: "unknown" };

export function useIntegrity(base: string): Integrity {
  const [integrity, setIntegrity] = useState<Integrity>({ kind: "asking" });
  useEffect(() => {
    let isCurrent = true;
    integrityOf(new URL(`.${LOADER_PATH}`, base).href).then(
      (text) => isCurrent && setIntegrity({ kind: "known", text }),
      () => isCurrent && setIntegrity({ kind: "unknown" }),
    );
    return () => {
      isCurrent = false;
    };
  }, [base]);
  return integrity;
}

/** "sha384-…" as https://www.w3.org/TR/SRI/ wants it. */
async function integrityOf(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new TypeError(`${url} answered ${response.status}`);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-384", await response.arrayBuffer()));
  return `sha384-${btoa(String.fromCharCode(...digest))}`;
}
