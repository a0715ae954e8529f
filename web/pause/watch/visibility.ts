/** Whether anybody can see the tab, and whether it lives on a phone, which freezes what nobody sees. */

/** @returns ends it */
export function watchVisibility(page: Document, onChange: (isHidden: boolean) => void): () => void {
  const abort = new AbortController();
  const tell = () => onChange(page.hidden);
  page.addEventListener("visibilitychange", tell, { signal: abort.signal });
  tell();
  return () => abort.abort();
}

export interface MobileNavigator {
  readonly userAgent: string;
  readonly maxTouchPoints: number;
  /** Chromium's. */
  readonly userAgentData?: { readonly mobile: boolean };
}

/** A tablet counts too: iPads call themselves a Macintosh, but no Macintosh has a touch screen. */
export function isMobile({ userAgent, maxTouchPoints, userAgentData }: MobileNavigator): boolean {
  if (userAgentData?.mobile === true || /Android|iPhone|iPad|Mobile/.test(userAgent)) return true;
  return userAgent.includes("Macintosh") && maxTouchPoints > 1;
}
