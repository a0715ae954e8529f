/** Gets what a replay of a foreign branch needs: records from the ledger or the neighbours, θ and updates from whoever has them, those first who stand on the branch. */
import type { Hash, PeerId } from "../../core/ids.ts";
import type { Random } from "../../core/random.ts";
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
const SILENT_MS = 4_000;

export interface WantedMaterialPorts {
  readonly clock: Clock;
  readonly links: CellLinks;
  readonly blobs: Blobs;
  readonly ledger: Ledger;
  readonly parameterCount: number;
  readonly latest: () => KnownHead;
  readonly random: Random;
}

/** @param holders who stands on the branch, now */
export function wantedMaterial(ports: WantedMaterialPorts, holders: () => readonly PeerId[]): BranchMaterial {
  const { clock, links, blobs, ledger, parameterCount, latest, random } = ports;
  /** Others may have it as well, and some who say that they stand there only want to be asked in vain: so nobody is always asked first. */
  const donors = (): readonly PeerId[] => {
    const near = holders();
    const first = random.below(Math.max(1, near.length), Math.floor(clock.nowMs()));
    const others = links.peers().filter((peer) => !near.includes(peer));
    return [...near.slice(first), ...near.slice(0, first), ...others];
  };

  let wanted: readonly Hash[] = [];
  /** All that is wanted in one moment with one message: neighbours count them. */
  const ask = (hash: Hash): void => {
    if (wanted.length === 0)
      clock.setTimer(0, () => {
        for (const peer of links.peers()) links.send(peer, { kind: "want-records", hashes: wanted });
        wanted = [];
      });
    wanted = [...wanted, hash];
  };

  const record = async (hash: Hash) => {
    if (!ledger.has(hash) && hash !== NO_HASH) {
      ask(hash);
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
        blobs.fetch(update, exactly(updateBytes), donors, {
          onDone: done,
          onFailed: () => done(null),
        }),
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
