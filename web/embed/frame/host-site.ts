/** Whose page the frame is on, as the browser tells it: no host can lie about that, some can keep it to themselves. */
import { isSite } from "../../../shared/core/site.ts";

export type HostSite =
  | { readonly kind: "known"; readonly site: string }
  /** No frame: somebody has opened its address. */
  | { readonly kind: "on-its-own" }
  /** In a frame within a frame: then no one page answers for it, and the visitor sees only the outermost one's address. */
  | { readonly kind: "nested" }
  /** The page hides its address, or has none (a file, a sandbox). */
  | { readonly kind: "hidden" };

/** The part of the browser that tells. */
export interface Surroundings {
  readonly self: unknown;
  readonly parent: unknown;
  readonly top: unknown;
  readonly location: {
    readonly ancestorOrigins?: { readonly length: number; item(index: number): string | null };
  };
  readonly document: { readonly referrer: string };
}

export function hostSiteOf({ self, parent, top, location, document }: Surroundings): HostSite {
  if (parent === self) return { kind: "on-its-own" };
  if (parent !== top) return { kind: "nested" };
  // Firefox tells only where the frame's first document was asked for from, which is the same page.
  const { ancestorOrigins } = location;
  const said = ancestorOrigins === undefined ? originOf(document.referrer) : ancestorOrigins.item(0);
  return said !== null && isSite(said) ? { kind: "known", site: said } : { kind: "hidden" };
}

function originOf(address: string): string | null {
  try {
    return new URL(address).origin;
  } catch {
    return null; // empty
  }
}
