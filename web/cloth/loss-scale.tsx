/** What the ends of the selvedge stand for. Its place is kept while nothing is known. */
import type { LossRange } from "./cloth-layout.ts";
import { say } from "../messages/say.ts";
import { formatCompactLoss } from "./text.ts";

export const LossScale = ({ range }: { readonly range: LossRange | null }) => (
  <div className="cloth-scale-frame" aria-hidden="true">
    <p className="cloth-scale">
      {range && (
        <>
          <span>{formatCompactLoss(range.low)}</span>
          <span className="cloth-scale-name">{say("cloth.loss")}</span>
          <span>{formatCompactLoss(range.high)}</span>
        </>
      )}
    </p>
  </div>
);
