/** The same facts as in the picture, and what each gave, in words and numbers. */
import { type CSSProperties, memo } from "react";
import { hueOf } from "../identity-hue.ts";
import type { MessageId } from "../messages/catalog.ts";
import { say } from "../messages/say.ts";
import { formatCount, formatFileSize, formatHash, formatShare } from "../text/format.ts";
import { StandingSwatch } from "./standing-mark.tsx";
import type { SwarmPeer } from "./swarm-peers.ts";
import { standingName } from "./text.ts";

const COLUMNS: readonly MessageId[] = [
  "peers.device",
  "swarm-screen.peers.standing",
  "peers.now",
  "peers.steps",
  "peers.share",
  "reading.sent",
  "reading.received",
];

interface PeerFactsTableProps {
  readonly peers: readonly SwarmPeer[];
  readonly labelledBy: string;
}

export const PeerFactsTable = memo(function PeerFactsTable({ peers, labelledBy }: PeerFactsTableProps) {
  return (
    <div className="peer-frame scroll-x" tabIndex={0} role="group" aria-labelledby={labelledBy}>
      <table data-testid="peer-facts">
        <thead>
          <tr>
            {COLUMNS.map((column) => (
              <th key={column} scope="col">
                {say(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {peers.map((peer) => (
            <Row key={peer.device} peer={peer} />
          ))}
        </tbody>
      </table>
    </div>
  );
});

const Row = ({ peer }: { readonly peer: SwarmPeer }) => {
  const { device, standing, activity, gave, traffic } = peer;
  return (
    <tr
      data-own={peer.isOwn}
      data-device={device}
      data-standing={standing}
      style={{ "--thread-hue": hueOf(peer.who) } as CSSProperties}
    >
      <th scope="row">
        <Name peer={peer} />
      </th>
      <td>
        <StandingSwatch standing={standing} />
        {standingName(standing)}
      </td>
      <td>{standing === "left" ? "–" : activity}</td>
      <td>{gave ? formatCount(gave.steps) : "–"}</td>
      <td>{gave ? shareText(gave) : "–"}</td>
      <td>{traffic ? formatFileSize(traffic.sentBytes) : "–"}</td>
      <td>{traffic ? formatFileSize(traffic.receivedBytes) : "–"}</td>
    </tr>
  );
};

const Name = ({ peer: { name, device, isOwn } }: { readonly peer: SwarmPeer }) => (
  <>
    {name !== null && <bdi>{name}</bdi>}{" "}
    <span className="hash" title={device}>
      {formatHash(device)}
    </span>
    {isOwn && <> {say("peers.you")}</>}
  </>
);

const shareText = ({ share, isRefused }: NonNullable<SwarmPeer["gave"]>): string =>
  isRefused ? say("peers.refused") : formatShare(share);
