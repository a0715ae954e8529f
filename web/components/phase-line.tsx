/** What the swarm does now, with a thread that grows while it is known how long it takes. Changes too often to be announced. */
import type { PhaseLine as Phase } from "../text/phase-sentence.ts";

export const PhaseLine = ({ phase, sentence, done }: Phase) => (
  <div className="phase">
    <p data-testid="phase" data-phase={phase}>
      {sentence}
    </p>
    <div className="phase-track" aria-hidden="true">
      {done !== null && <div className="phase-thread" style={{ inlineSize: `${done * 100}%` }} />}
    </div>
  </div>
);
