/** Gets what a replay of a foreign branch needs: records from the ledger or the neighbours, θ and updates from whoever stands on the branch. */
import type { Hash, PeerId } from "../../core/ids.ts";
import { NO_HASH } from "../../ledger/record-content.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import type { CommitBody } from "../../ledger/records/commit.ts";
import type { ContributionBody } from "../../ledger/records/contribution.ts";
import type { Clock } from "../../ports/clock.ts";
import { exactly } from "../blob/blob-ports.ts";
import type { Blobs } from "../blobs.ts";
import type { CellLinks } from "../cell-round-ports.ts";
import type { KnownHead } from "../known-head.ts";
import { StateSync } from "../state-sync.ts";
import type { BranchMaterial } from "./branch-check.ts";

/** For a record: some round trips. */
const RECORD_MS = 3_000;
/** Without a piece of a state or an update: whoever has moved on does not have it any more. */
const SILENT_MS = 6_000;

export interface WantedMaterialPorts {
  readonly clock: Clock;
  readonly links: CellLinks;
  readonly blobs: Blobs;
  readonly ledger: Ledger;
  readonly parameterCount: number;
  readonly latest: () => KnownHead;
}

/** @param donors who stands on the branch, now */
export function wantedMaterial(ports: WantedMaterialPorts, donors: () => readonly PeerId[]): BranchMaterial {
  const { clock, links, blobs, ledger, parameterCount, latest } = ports;

  const record = async (hash: Hash) => {
    if (!ledger.has(hash) && hash !== NO_HASH) {
      for (const peer of links.peers()) links.send(peer, { kind: "want-records", hashes: [hash] });
      await within<true>(clock, RECORD_MS, (done) =>
        ledger.listen((added) => {
          if (added.record.hash === hash) done(true);
        }),
      );
    }
    return ledger.book.get(hash)?.content ?? null;
  };

  return {
    commit: async (hash): Promise<CommitBody | null> => {
      const content = await record(hash);
      return content?.type === "commit" ? content.body : null;
    },
    contribution: async (hash): Promise<{ device: PeerId; body: ContributionBody } | null> => {
      const content = await record(hash);
      return content?.type === "contribution" ? { device: content.device, body: content.body } : null;
    },
    parameters: (state) =>
      within(clock, SILENT_MS, (done, goOn) => {
        const known = { state: latest().state, list: latest().chunkList };
        const sync = new StateSync(
          blobs,
          { state, parameterCount, donors, known, cache: null },
          {
            onProgress: goOn,
            onDone: (arrived) => done(arrived.parameters),
            onFailed: () => done(null),
          },
        );
        return () => sync.cancel();
      }),
    update: ({ update, updateBytes }) =>
      within(clock, SILENT_MS, (done) =>
        blobs.fetch(update, exactly(updateBytes), donors, { onDone: done, onFailed: () => done(null) }),
      ),
  };
}

/**
 * What `begin` delivers, or null when nothing happens for a while.
 * @param begin starts it, and tells by `goOn` that something happened; its result ends it
 */
function within<T>(
  clock: Clock,
  delayMs: number,
  begin: (done: (value: T | null) => void, goOn: () => void) => () => void,
): Promise<T | null> {
  return new Promise((resolve) => {
    let end: (() => void) | null = null;
    let isOver = false;
    let cancelTimer: () => void = () => undefined;
    const done = (value: T | null): void => {
      if (isOver) return;
      isOver = true;
      cancelTimer();
      end?.();
      resolve(value);
    };
    const goOn = (): void => {
      cancelTimer();
      cancelTimer = clock.setTimer(delayMs, () => done(null));
    };
    goOn();
    end = begin(done, goOn);
    if (isOver) end();
  });
}
