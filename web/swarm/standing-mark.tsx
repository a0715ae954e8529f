/** The sign of a standing, the same in the picture, in its legend and in the table: shapes, so that nothing hangs on colour. */
import { unreachable } from "../../shared/core/assert.ts";
import type { Standing } from "./swarm-peers.ts";

/** Around the origin, at most 20 units wide. */
export function StandingMark({ standing }: { readonly standing: Standing }) {
  switch (standing) {
    case "own":
      return <circle className="peer-own" r="10" />;
    case "working":
      return <circle className="peer-fill" r="7" />;
    case "late":
      return (
        <>
          <circle className="peer-fill" r="4" />
          <circle className="peer-outline peer-dashed" r="8" />
        </>
      );
    case "linked":
      return <circle className="peer-outline" r="6" />;
    case "left":
      return <path className="peer-outline" d="M-4-4 4 4M4-4-4 4" />;
    default:
      return unreachable(standing);
  }
}

/** In a line of text. */
export const StandingSwatch = ({ standing }: { readonly standing: Standing }) => (
  <svg className="standing" viewBox="-10 -10 20 20" width="16" height="16" aria-hidden="true">
    <StandingMark standing={standing} />
  </svg>
);
