/** What the ends of the selvedge stand for. Its place is kept while nothing is known. */
import type { LossRange } from "./cloth-layout.ts";
import { say } from "../messages/say.ts";
import { formatCompactLoss } from "./text.ts";

const TO = "–";

export const LossScale = ({ range }: { readonly range: LossRange | null }) => (
  <div className="cloth-scale-frame" aria-hidden="true">
    <p className="cloth-scale">
      {range && (
        <>
          {say("cloth.loss")}
          <span className="cloth-scale-ends">
            <span>{formatCompactLoss(range.low)}</span>
            <span>{TO}</span>
            <span>{formatCompactLoss(range.high)}</span>
          </span>
        </>
      )}
    </p>
  </div>
);
