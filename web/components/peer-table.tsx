/** Who trains, and what each gave to the last round. The box keeps its height whoever comes and goes. */
import type { CSSProperties } from "react";
import { hueOf } from "../identity-hue.ts";
import { say } from "../messages/say.ts";
import { liveSwarm, type RunView } from "../run/run-state.ts";
import { formatCount, formatHash, formatShare } from "../text/format.ts";
import { type PeerRow, peerRows } from "../text/peer-rows.ts";

export function PeerTable({ view }: { readonly view: RunView }) {
  const { swarm } = view;
  const rows = swarm ? peerRows(swarm, liveSwarm(view) !== null) : [];
  return (
    <section className="peers" aria-labelledby="peers-heading">
      <div className="section-head">
        <h2 id="peers-heading">{say("peers.title")}</h2>
        <p className="note">{swarm && countText(rows.length, swarm.lastRound?.round ?? null)}</p>
      </div>
      <div className="peers-body scroll-y" tabIndex={0} role="group" aria-labelledby="peers-heading">
        {swarm ? (
          <table data-testid="peer-table">
            <thead>
              <tr>
                <th scope="col">{say("peers.device")}</th>
                <th scope="col">{say("peers.now")}</th>
                <th scope="col">{say("peers.steps")}</th>
                <th scope="col">{say("peers.share")}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Row key={row.device} row={row} />
              ))}
            </tbody>
          </table>
        ) : (
          <p className="note">{say("peers.empty")}</p>
        )}
      </div>
    </section>
  );
}

/** Most rows may be out of sight. */
const countText = (count: number, round: number | null): string =>
  round === null ? say("peers.count", { count }) : say("peers.round", { count, round: formatCount(round) });

const Row = ({ row: { device, isOwn, activity, gave } }: { readonly row: PeerRow }) => (
  <tr data-own={isOwn}>
    <th scope="row">
      <span className="hash" title={device}>
        {formatHash(device)}
      </span>
      {isOwn && <> {say("peers.you")}</>}
    </th>
    <td>{activity}</td>
    <td>{gave ? formatCount(gave.steps) : "–"}</td>
    <td>{gave ? <Share device={device} gave={gave} /> : "–"}</td>
  </tr>
);

function Share({ device, gave }: { readonly device: string; readonly gave: NonNullable<PeerRow["gave"]> }) {
  if (gave.isRefused) return say("peers.refused");
  const thread = { inlineSize: `${gave.share * 100}%`, "--thread-hue": hueOf(device) } as CSSProperties;
  return (
    <span className="share">
      <span>{formatShare(gave.share)}</span>
      <span className="share-track" aria-hidden="true">
        <span className="share-thread" style={thread} />
      </span>
    </span>
  );
}
