/** This tab in the centre, everybody who is linked around it, a line for each open link. */
import { type CSSProperties, memo, useState } from "react";
import { hueOf } from "../identity-hue.ts";
import { say } from "../messages/say.ts";
import { formatCount } from "../text/format.ts";
import { INNER, MOST_DRAWN, NO_SLOTS, placePeers, pointOf } from "./peer-layout.ts";
import { StandingMark } from "./standing-mark.tsx";
import type { DrawnPeer } from "./swarm-peers.ts";
import { dotText, graphText } from "./text.ts";

/** In units of the picture, which is 320 wide and high. */
const RADIUS = 138;

export const PeerGraph = memo(function PeerGraph({ peers }: { readonly peers: readonly DrawnPeer[] }) {
  const others = peers.filter(({ isOwn }) => !isOwn);
  const [slots, setSlots] = useState(NO_SLOTS);
  const next = placePeers(slots, others);
  if (next !== slots) setSlots(next);
  const drawn = others.flatMap((peer) => {
    const slot = next.get(peer.device);
    if (slot === undefined) return [];
    const { x, y } = pointOf(slot);
    return [{ peer, x: Math.round(x * RADIUS), y: Math.round(y * RADIUS) }];
  });
  const hiddenCount = others.length - drawn.length;
  return (
    <>
      <svg
        className="peer-graph"
        viewBox="-160 -160 320 320"
        role="img"
        aria-label={graphText(peers)}
        data-testid="peer-graph"
      >
        <circle className="peer-orbit" r={RADIUS} />
        <circle className="peer-orbit" r={RADIUS * INNER} />
        {drawn.map(({ peer, x, y }) =>
          peer.standing === "left" ? null : (
            <line key={peer.device} className="peer-link" data-standing={peer.standing} x2={x} y2={y} />
          ),
        )}
        {drawn.map(({ peer, x, y }) => (
          <PeerDot key={peer.device} peer={peer} x={x} y={y} />
        ))}
        <circle className="peer-ground" r="14" />
        <StandingMark standing="own" />
      </svg>
      {hiddenCount > 0 && (
        <p className="note" data-testid="peers-hidden">
          {say("swarm-screen.peers.hidden", { count: hiddenCount, most: formatCount(MOST_DRAWN) })}
        </p>
      )}
    </>
  );
});

interface PeerDotProps {
  readonly peer: DrawnPeer;
  readonly x: number;
  readonly y: number;
}

const PeerDot = ({ peer, x, y }: PeerDotProps) => (
  <g
    className="peer-dot"
    transform={`translate(${x} ${y})`}
    style={{ "--thread-hue": hueOf(peer.who) } as CSSProperties}
    data-device={peer.device}
    data-standing={peer.standing}
  >
    <title translate="no">{dotText(peer)}</title>
    <circle className="peer-ground" r="12" />
    <StandingMark standing={peer.standing} />
  </g>
);
