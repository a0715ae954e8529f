/** Training together: the phase, why nobody is there if nobody is, and the dials. */
import { say } from "../messages/say.ts";
import type { RunView } from "../run/run-state.ts";
import { auditNote } from "../text/audit-note.ts";
import { phaseLine } from "../text/phase-sentence.ts";
import { swarmNote } from "../text/swarm-note.ts";
import { useNow } from "../use-now.ts";
import { useOnline } from "../use-online.ts";
import { PhaseLine } from "./phase-line.tsx";
import { SwarmReadings } from "./swarm-readings.tsx";

const TICK_MS = 1000;

export function SwarmPanel({ view }: { readonly view: RunView }) {
  const nowMs = useNow(TICK_MS);
  const note = swarmNote(view, nowMs, useOnline());
  return (
    <section className="swarm" aria-labelledby="swarm-heading">
      <div className="section-head">
        <h2 id="swarm-heading">{say("swarm.title")}</h2>
        <p className="note" data-testid="audit-note">
          {auditNote(view)}
        </p>
      </div>
      <PhaseLine {...phaseLine(view, nowMs)} />
      <p className="note swarm-note" role="status" data-testid="swarm-note" data-cause={note.cause ?? ""}>
        {note.title !== "" && <strong>{note.title} </strong>}
        {note.text}
      </p>
      <SwarmReadings view={view} />
    </section>
  );
}
