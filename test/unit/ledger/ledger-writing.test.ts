/** Records reach the disk, and what could not be written is tried again. */
import { expect, test } from "vitest";
import { openStored } from "../../../shared/ledger/checked-record.ts";
import { must } from "../../../shared/core/assert.ts";
import { Ledger } from "../../../shared/ledger/ledger.ts";
import { MemoryRecordStore } from "../../../shared/ledger/record-store.ts";
import type { SignedRecord } from "../../../shared/ledger/signed-record.ts";
import { createSigner } from "../../../shared/ledger/ed25519.ts";
import { commitBytes, sealRecord } from "../../../shared/ledger/record.ts";

/** A disk that may be full. */
class Disk extends MemoryRecordStore {
  isFull = false;

  override async add(records: readonly SignedRecord[]): Promise<void> {
    if (this.isFull) throw new Error("full");
    await super.add(records);
  }
}

const signer = createSigner(new Uint8Array(32).fill(7));

async function recordOf(round: number) {
  const body = {
    project: "a".repeat(64),
    round,
    base: "b".repeat(64),
    contributions: [{ device: signer.device, record: "c".repeat(64), weight: 1 }],
    state: "d".repeat(64),
    tokens: round,
    progress: round,
    at: 1_793_491_200,
  };
  return must(openStored(await sealRecord(commitBytes(body), signer)), "whole");
}

test("what a full disk did not take is written with the next record", async () => {
  const store = new Disk();
  const problems: unknown[] = [];
  const ledger = new Ledger({ store, onProblem: (error) => problems.push(error) });
  const [first, second] = [await recordOf(1), await recordOf(2)];
  store.isFull = true;
  ledger.add(first);
  await expect.poll(() => problems).toHaveLength(1);
  expect(await store.load()).toEqual([]);
  store.isFull = false;
  ledger.add(second);
  await expect.poll(() => store.load()).toEqual([first.record, second.record]);
  expect(problems).toHaveLength(1);
});
