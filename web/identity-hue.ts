import type { PeerId } from "../shared/core/ids.ts";

/** Stable for an identity: degrees of the colour wheel, from its first byte. What is ordered by identity says by hue and place the same. */
export const hueOf = (who: PeerId): number => Math.round((Number.parseInt(who.slice(0, 2), 16) / 256) * 360);
