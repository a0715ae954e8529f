/** Who is linked to this tab: as a picture or as a table, and why nobody is if nobody is. */
import { useId, useState } from "react";
import { PhaseLine } from "../components/phase-line.tsx";
import { Segments } from "../components/segments.tsx";
import { say } from "../messages/say.ts";
import { isActive, liveSwarm, type RunView } from "../run/run-state.ts";
import { hrefOfScreen } from "../screens/screen-address.ts";
import { phaseLine } from "../text/phase-sentence.ts";
import { swarmNote } from "../text/swarm-note.ts";
import { useNow } from "../use-now.ts";
import { useOnline } from "../use-online.ts";
import { PeerFactsTable } from "./peer-facts-table.tsx";
import { PeerGraph } from "./peer-graph.tsx";
import { PeerLegend } from "./peer-legend.tsx";
import { solitudeNote } from "./solitude-note.ts";
import { drawnPeer, type SwarmPeer, swarmPeers } from "./swarm-peers.ts";
import type { DeviceNames } from "./use-device-names.ts";
import { useSettled } from "./use-settled.ts";

const TICK_MS = 1000;
const FORMS = ["picture", "table"] as const;

interface PeersSectionProps {
  readonly view: RunView;
  readonly names: DeviceNames;
}

export function PeersSection({ view, names }: PeersSectionProps) {
  const headingId = useId();
  const nowMs = useNow(TICK_MS);
  const isOnline = useOnline();
  const swarm = liveSwarm(view);
  const solitude = solitudeNote(view, nowMs, isOnline);
  const note = solitude ?? swarmNote(view, nowMs, isOnline);
  const peers = useSettled(swarm ? swarmPeers(swarm, names) : NOBODY);
  return (
    <section className="swarm-part swarm-peers" aria-labelledby={headingId}>
      <div>
        <h3 id={headingId}>{say("swarm-screen.peers.title")}</h3>
        <p className="note peers-audit">
          {swarm !== null && swarm.auditing !== null && say("swarm-screen.peers.auditing")}
        </p>
      </div>
      <PhaseLine {...phaseLine(view, nowMs)} />
      <p className="note" role="status" data-testid="peers-note" data-cause={note.cause ?? ""}>
        {note.title !== "" && <strong>{note.title} </strong>}
        {note.text}
      </p>
      {!isActive(view) && (
        <p>
          <a href={hrefOfScreen("donate")}>{say("swarm-screen.to-training")}</a>
        </p>
      )}
      {peers.length > 0 && <Peers peers={peers} headingId={headingId} />}
    </section>
  );
}

const NOBODY: readonly SwarmPeer[] = [];

interface PeersProps {
  readonly peers: readonly SwarmPeer[];
  readonly headingId: string;
}

function Peers({ peers, headingId }: PeersProps) {
  // A picture in which dots come and go is motion to some; they can still ask for it.
  const [form, setForm] = useState<(typeof FORMS)[number]>(() =>
    matchMedia("(prefers-reduced-motion: reduce)").matches ? "table" : "picture",
  );
  const drawn = useSettled(peers.map(drawnPeer));
  return (
    <>
      <Segments
        legend={say("swarm-screen.peers.form")}
        nameOf={(each) => say(`swarm-screen.peers.form.${each}`)}
        options={FORMS}
        chosen={form}
        onChange={setForm}
        testId="peers"
      />
      {form === "table" ? (
        <PeerFactsTable peers={peers} labelledBy={headingId} />
      ) : (
        <figure className="peer-figure">
          <PeerGraph peers={drawn} />
          <PeerLegend peers={drawn} />
        </figure>
      )}
    </>
  );
}
