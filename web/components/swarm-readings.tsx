/** The swarm's dials: others, rounds, head, traffic. */
import { liveSwarm, type RunView } from "../run/run-state.ts";
import { formatCount, formatHash, formatShare, splitFileSize } from "../text/format.ts";
import { ownShare } from "../text/peer-rows.ts";
import { Reading } from "./reading.tsx";

export function SwarmReadings({ view }: { readonly view: RunView }) {
  const { swarm } = view;
  const others = liveSwarm(view)?.peers.length ?? null;
  const share = swarm && ownShare(swarm);
  return (
    <dl className="readings">
      <Reading label="Others here" testId="peers" value={others}>
        {others}
      </Reading>
      <Reading label="Rounds agreed" testId="round" value={swarm?.head.round ?? null}>
        {swarm && formatCount(swarm.head.round)}
      </Reading>
      <Reading label="Your last share" testId="share" value={share} unit="of the round">
        {share !== null && formatShare(share)}
      </Reading>
      <Reading label="Head" testId="head" value={swarm?.head.hash ?? null} title={swarm?.head.hash}>
        <span className="hash">{swarm && formatHash(swarm.head.hash)}</span>
      </Reading>
      <Traffic label="Sent" testId="uploaded" bytes={swarm?.uploadedBytes ?? null} />
      <Traffic label="Received" testId="downloaded" bytes={swarm?.downloadedBytes ?? null} />
    </dl>
  );
}

interface TrafficProps {
  readonly label: string;
  readonly testId: string;
  readonly bytes: number | null;
}

function Traffic({ label, testId, bytes }: TrafficProps) {
  const size = bytes === null ? null : splitFileSize(bytes);
  return (
    <Reading label={label} testId={testId} value={bytes} unit={size?.unit ?? ""}>
      {size?.value}
    </Reading>
  );
}
