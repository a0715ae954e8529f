/** Peers that do nothing but spread the records of their ledgers, on a simulated network. */
import type { PeerId } from "../../../../shared/core/ids.ts";
import { createRandom } from "../../../../shared/core/random.ts";
import { type CheckedRecord, checkRecord } from "../../../../shared/ledger/checked-record.ts";
import { Feed } from "../../../../shared/ledger/feed.ts";
import { Ledger } from "../../../../shared/ledger/ledger.ts";
import { MemoryFeedStore } from "../../../../shared/ledger/memory-feed-store.ts";
import { MemoryRecordStore } from "../../../../shared/ledger/record-store.ts";
import type { FeedEntry } from "../../../../shared/ledger/record-content.ts";
import { RecordExchange } from "../../../../shared/swarm/records/record-exchange.ts";
import { teamNamed } from "../../../support/example-entries.ts";
import { Net, type Peer, PROJECT, sealSigner, sealVerifier } from "../links-fixture.ts";

export interface LedgerPeer {
  readonly peer: Peer;
  readonly ledger: Ledger;
  readonly exchange: RecordExchange;
}

export class LedgerNet extends Net {
  /** Seconds since 1970; everybody's. */
  wallSeconds = 0;

  /** @param records that it knows from the start */
  ledgerPeer(name: string, records: readonly CheckedRecord[] = []): LedgerPeer {
    const onProblem = (error: unknown) => {
      throw error;
    };
    const ledger = new Ledger({ store: new MemoryRecordStore(), onProblem });
    for (const record of records) ledger.add(record);
    let exchange: RecordExchange | null = null;
    const peer = this.peer(name, {
      onEvent: (event) => {
        if (event.kind === "joined") exchange?.onJoined(event.peer);
        if (event.kind === "left") exchange?.onLeft(event.peer);
        if (event.kind !== "message") return;
        const { message } = event;
        if (message.kind === "records" || message.kind === "want-records" || message.kind === "reconcile")
          exchange?.receive(event.peer, message);
      },
    });
    exchange = new RecordExchange({
      clock: peer.node.clock,
      wallSeconds: () => this.wallSeconds,
      verifier: sealVerifier,
      links: peer.links,
      ledger,
      random: createRandom(`records of ${name}`),
      project: PROJECT,
      self: peer.device,
    });
    return { peer, ledger, exchange };
  }
}

/** A good record that somebody's device has written. */
export async function writtenBy(feed: Feed, entry: FeedEntry): Promise<CheckedRecord> {
  const parsed = checkRecord(await feed.append(entry), sealVerifier);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.checked;
}

export const feedOf = (name: string): Feed => Feed.begin(sealSigner(name), new MemoryFeedStore());

/** This many records of one device. */
export async function history(name: string, count: number): Promise<readonly CheckedRecord[]> {
  const feed = feedOf(name);
  const records: CheckedRecord[] = [];
  for (let index = 0; index < count; index++)
    records.push(await writtenBy(feed, teamNamed(`${name} ${index}`)));
  return records;
}

/** Two names, the first of which begins when the two meet. */
export function namesInOrder(): readonly [first: string, second: string] {
  const deviceOf = (name: string): PeerId => sealSigner(name).device;
  return deviceOf("a") < deviceOf("b") ? ["a", "b"] : ["b", "a"];
}
