/** The swarm's dials: others, rounds, head, traffic. */
import { say } from "../messages/say.ts";
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
      <Reading label={say("reading.others")} testId="peers" value={others}>
        {others !== null && formatCount(others)}
      </Reading>
      <Reading label={say("reading.rounds")} testId="round" value={swarm?.head.round ?? null}>
        {swarm && formatCount(swarm.head.round)}
      </Reading>
      <Reading label={say("reading.share")} testId="share" value={share} unit={say("reading.share-unit")}>
        {share !== null && formatShare(share)}
      </Reading>
      <Reading
        label={say("reading.head")}
        testId="head"
        value={swarm?.head.hash ?? null}
        title={swarm?.head.hash}
      >
        <span className="hash">{swarm && formatHash(swarm.head.hash)}</span>
      </Reading>
      <Traffic label={say("reading.sent")} testId="uploaded" bytes={swarm?.uploadedBytes ?? null} />
      <Traffic label={say("reading.received")} testId="downloaded" bytes={swarm?.downloadedBytes ?? null} />
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
