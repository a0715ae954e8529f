/** Ledgers on an IndexedDB in memory, as pages open them one after the other. Import it first: Dexie looks for IndexedDB when it is loaded. */
import "fake-indexeddb/auto";
import { afterEach, vi } from "vitest";
import type { ClosedAccount } from "../../../shared/ledger/accounts/closed-accounts.ts";
import { Feed } from "../../../shared/ledger/feed.ts";
import type { SignedRecord } from "../../../shared/ledger/signed-record.ts";
import { LedgerDatabase } from "../../../worker/storage/ledger-store.ts";
import { EXAMPLE_CONTRIBUTION, exampleHash, exampleSigner } from "../../support/example-messages.ts";
import { forgeContribution } from "../../support/forged-records.ts";
import { deleteLedger } from "../../support/ledger-databases.ts";
import { FACTS, START, WORK } from "../../support/ledger-fixtures.ts";

export const OWN = exampleSigner(0);

const databases: LedgerDatabase[] = [];
/** As after a reload: nothing is known but what the disk holds. */
export function reopen(onEmptied?: () => void): LedgerDatabase {
  const database = new LedgerDatabase(onEmptied);
  databases.push(database);
  return database;
}

afterEach(async () => {
  vi.restoreAllMocks();
  for (const database of databases.splice(0)) database.close();
  await deleteLedger();
});

/** A record of somebody else's device. */
export function foreign(seq: number): SignedRecord {
  const { bytes, hash } = forgeContribution({ seq, prev: new Uint8Array(32).fill(6) });
  return { bytes, hash, signatures: [{ device: exampleSigner(5).device, signature: new Uint8Array(64) }] };
}

/** An entry of the own feed. */
export const work = (round: number) => ({
  type: "contribution" as const,
  body: { ...EXAMPLE_CONTRIBUTION, round, base: exampleHash(`base ${round}`) },
});

export async function ownFeed(database: LedgerDatabase): Promise<Feed> {
  if ((await database.feeds.load(OWN.device)) === null) await database.feeds.begin(OWN.device);
  return Feed.open(OWN, database.feeds);
}

/** What two old contributions of somebody else came to. */
export function closedAccount(writtenAt = START): ClosedAccount {
  const nothing = { vested: 0n, pending: 0n, voided: 0n };
  const counts = { contributionCount: 2, acceptedCount: 2, auditCount: 0, firstAt: START, lastAt: START + 1 };
  const hour = { hour: 497_000, work: { ...nothing, vested: 2n * WORK }, audits: nothing, ...counts };
  const { device } = exampleSigner(5);
  const shares = [{ root: device, team: null, hours: [hour] }];
  return { project: FACTS.project, device, until: writtenAt, writtenAt, shares };
}

/** How it fails; "none" when it does not. */
export const fault = async (promise: Promise<unknown>) =>
  promise.then(
    () => "none",
    (error: unknown) => (error as { fault?: string }).fault ?? String(error),
  );
