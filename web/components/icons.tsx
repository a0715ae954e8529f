/** Line icons on a 16 px grid. All are decoration beside a word, so none is announced. */
import type { ReactNode } from "react";
import type { StatusTone } from "../text/status-sentence.ts";

const Icon = ({ children }: { readonly children: ReactNode }) => (
  <svg className="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
    {children}
  </svg>
);

export const ProblemIcon = () => (
  <Icon>
    <path d="M8 1.8 15 14H1z" />
    <path d="M8 6.2v3.6M8 11.6v.6" />
  </Icon>
);

export const CheckIcon = () => (
  <Icon>
    <path d="m3 8.5 3.2 3.2L13 4.8" />
  </Icon>
);

/** Filled while it computes, half while it waits, hollow at rest. */
export function StatusIcon({ tone }: { readonly tone: StatusTone }) {
  if (tone === "wrong") return <ProblemIcon />;
  return (
    <Icon>
      <circle cx="8" cy="8" r="5.5" />
      {tone === "live" && <circle className="icon-fill" cx="8" cy="8" r="3.2" />}
      {tone === "waiting" && <path className="icon-fill" d="M8 4.8a3.2 3.2 0 0 0 0 6.4z" />}
    </Icon>
  );
}

/** Three threads over and under three others. */
export const Mark = () => (
  <svg className="mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
    <path
      className="mark-warp"
      d="M6 2.5v.6M6 8.9v6.2M6 20.9v.6M12 2.5v7M12 14.5v7M18 2.5v.6M18 8.9v6.2M18 20.9v.6"
    />
    <path className="mark-weft" d="M2.5 6h7M14.5 6h7M2.5 12h.6M8.9 12h6.2M20.9 12h.6M2.5 18h7M14.5 18h7" />
  </svg>
);
