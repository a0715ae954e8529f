/** This tab: what it takes, what it does with it, and what that costs. */
import { memo, useId } from "react";
import type { Hash } from "../../shared/core/ids.ts";
import type { LedgerController } from "../ledger/ledger-controller.ts";
import { useLedger } from "../ledger/use-ledger.ts";
import { Reading } from "../components/reading.tsx";
import { RelativeTime } from "../components/relative-time.tsx";
import { say } from "../messages/say.ts";
import type { PauseKeeper } from "../pause/pause-keeper.ts";
import type { RunView } from "../run/run-state.ts";
import { formatCount, formatRate, splitFileSize } from "../text/format.ts";
import { unitName } from "../text/unit-names.ts";
import { useNow } from "../use-now.ts";
import { useSlow } from "../use-slow.ts";
import { DutyLine } from "./duty-line.tsx";
import { EnergyNote } from "./energy-note.tsx";

/** Slow enough to be read. */
const TICK_MS = 1000;

interface OwnTileProps {
  readonly keeper: PauseKeeper;
  readonly ledger: LedgerController;
  readonly view: RunView;
  readonly project: Hash | null;
}

export function OwnTile({ keeper, ledger, view, project }: OwnTileProps) {
  const headingId = useId();
  return (
    <section className="swarm-part own-tile" aria-labelledby={headingId}>
      <h3 id={headingId}>{say("swarm-screen.own")}</h3>
      <DutyLine keeper={keeper} view={view} />
      <dl className="readings">
        <Speed view={view} />
        <LastReceipt ledger={ledger} project={project} />
      </dl>
      <Traffic keeper={keeper} />
      <EnergyNote keeper={keeper} backend={view.backend} />
    </section>
  );
}

function Speed({ view: { state, isElsewhere, unitsPerSecond, run } }: { readonly view: RunView }) {
  const calm = useSlow(unitsPerSecond ?? 0, TICK_MS);
  const isComputing = state === "training" && !isElsewhere;
  const speed = isComputing && unitsPerSecond !== null ? calm || unitsPerSecond : null;
  return (
    <Reading
      label={say("reading.throughput")}
      testId="own-speed"
      value={speed}
      unit={say("unit.per-second", { unit: unitName(run?.unit ?? null) })}
    >
      {speed !== null && formatRate(speed)}
    </Reading>
  );
}

type LastReceiptProps = Pick<OwnTileProps, "ledger" | "project">;

const LastReceipt = memo(function LastReceipt({ ledger, project }: LastReceiptProps) {
  const { summary } = useLedger(ledger);
  const receipt = summary?.newest.find((each) => project === null || each.project === project) ?? null;
  return (
    <Reading
      label={say("swarm-screen.last-receipt")}
      testId="last-receipt"
      value={receipt?.at ?? null}
      note={receipt ? say("receipt.row", { round: formatCount(receipt.round) }) : ""}
    >
      {receipt && <RelativeTime atMs={receipt.at * 1000} />}
    </Reading>
  );
});

const Traffic = memo(function Traffic({ keeper }: Pick<OwnTileProps, "keeper">) {
  useNow(TICK_MS); // nothing tells when bytes move
  const { sentBytes, receivedBytes, bytesThisHour } = keeper.traffic();
  return (
    <div>
      <h4>{say("swarm-screen.data")}</h4>
      <dl className="readings own-data">
        <Size label={say("reading.sent")} testId="page-sent" bytes={sentBytes} />
        <Size label={say("reading.received")} testId="page-received" bytes={receivedBytes} />
        <Size label={say("swarm-screen.data.hour")} testId="page-hour" bytes={bytesThisHour} />
      </dl>
    </div>
  );
});

interface SizeProps {
  readonly label: string;
  readonly testId: string;
  readonly bytes: number;
}

function Size({ label, testId, bytes }: SizeProps) {
  const { value, unit } = splitFileSize(bytes);
  return (
    <Reading label={label} testId={testId} value={bytes} unit={unit}>
      {value}
    </Reading>
  );
}
