import { beforeEach, describe, expect, test } from "vitest";
import { hashOf } from "../../../../shared/core/hash.ts";
import type { PeerId } from "../../../../shared/core/ids.ts";
import type { SignedRecord } from "../../../../shared/ledger/signed-record.ts";
import type { Message } from "../../../../shared/protocol/message.ts";
import type { BranchMaterial } from "../../../../shared/swarm/audit/branch-check.ts";
import { wantedMaterial } from "../../../../shared/swarm/audit/wanted-material.ts";
import { Blobs } from "../../../../shared/swarm/blobs.ts";
import { chunkHashes } from "../../../../shared/swarm/head-state.ts";
import { encodeBlobPart } from "../../../../shared/protocol/blob.ts";
import { decodeFrame } from "../../../../shared/protocol/frame.ts";
import type { ForgedBranch } from "../../../simulation/forged-branch.ts";
import { AuditBench, commitOf, extend, GENESIS, RULES } from "./branch-fixture.ts";

const [HOLDER, OTHER]: PeerId[] = ["aa".repeat(32), "bb".repeat(32)] as [PeerId, PeerId];

let bench: AuditBench;
let branch: ForgedBranch;
let material: BranchMaterial;
let sent: { to: PeerId; message: Message }[];
let blobs: Blobs;

beforeEach(async () => {
  bench = new AuditBench();
  branch = bench.branchOf(bench.identities(3));
  await extend(branch, "real", 2);
  sent = [];
  const send = (to: PeerId, message: Message) => void sent.push({ to, message });
  const penalize = () => undefined;
  blobs = new Blobs({
    clock: bench.clock,
    send,
    sendBlob: () => false,
    cancelBlob: () => undefined,
    penalize,
    reassemblyBytes: 1_000_000,
  });
  material = wantedMaterial(
    {
      clock: bench.clock,
      ledger: bench.ledger,
      random: bench.random,
      links: { peers: () => [HOLDER, OTHER], send, broadcast: () => undefined, penalize },
      blobs,
      parameterCount: RULES.layout.parameterCount,
      latest: () => GENESIS,
    },
    () => [HOLDER],
  );
});

const commitRecord = (): SignedRecord => branch.latest.commit;
const contributionRecords = () => branch.rounds[1]!.material.contributions;

/** Brings blobs to whoever asks for them. @returns hashes that were asked for, of whom */
async function serve(held: ReadonlyMap<string, Uint8Array>): Promise<string[]> {
  const asked: string[] = [];
  for (let answered = 0; answered < sent.length; answered++) {
    const { to, message } = sent[answered]!;
    if (message.kind !== "want" || message.what !== "blob") continue;
    asked.push(to);
    const bytes = to === OTHER ? held.get(message.hash) : undefined;
    if (bytes === undefined) blobs.onMissing(to, message.hash);
    else {
      const frame = decodeFrame(encodeBlobPart(message.hash, 0, bytes.length, bytes));
      if (frame.ok && frame.kind === "blob") blobs.onPart(to, frame.part);
    }
    await bench.pass(10);
  }
  return asked;
}

describe("a record", () => {
  test("that is in the ledger is not asked for", async () => {
    bench.note(branch);
    expect(await bench.until(material.commit(commitRecord().hash))).toEqual(commitOf(branch, 1));
    const [record] = contributionRecords();
    expect(await bench.until(material.contribution(record!.hash))).toMatchObject({ body: { round: 2 } });
    expect(sent).toEqual([]);
  });

  test("comes from whoever has it, and all that are wanted at once are asked for in one message", async () => {
    const found = Promise.all(contributionRecords().map(({ hash }) => material.contribution(hash)));
    await bench.pass(10);
    const hashes = contributionRecords().map(({ hash }) => hash);
    expect(sent).toEqual([HOLDER, OTHER].map((to) => ({ to, message: { kind: "want-records", hashes } })));
    bench.note(branch);
    expect((await bench.until(found)).map((work) => work?.body.round)).toEqual([2, 2, 2]);
  });

  test("that nobody brings in three seconds is not there", async () => {
    const found = material.commit(commitRecord().hash);
    await bench.pass(3_100);
    expect(await found).toBeNull();
  });

  test("of another kind than was wanted is none", async () => {
    bench.note(branch);
    expect(await bench.until(material.commit(contributionRecords()[0]!.hash))).toBeNull();
    expect(await bench.until(material.contribution(commitRecord().hash))).toBeNull();
  });

  test("below the genesis is not asked for", async () => {
    expect(await bench.until(material.commit("0".repeat(64)))).toBeNull();
    expect(sent).toEqual([]);
  });
});

describe("θ of a head", () => {
  const held = () => {
    const { chunkList, head, state } = branch.latest;
    const bytes = new Uint8Array(8 * state.parameters.length);
    bytes.set(new Uint8Array(state.parameters.buffer.slice(0)));
    bytes.set(new Uint8Array(state.momentum.buffer.slice(0)), bytes.length / 2);
    return new Map([
      [head.state, chunkList],
      [chunkHashes(chunkList)[0]!, bytes],
    ]);
  };

  test("is asked of those first who stand there, and then of anybody", async () => {
    const found = material.parameters(branch.latest.head.state);
    await bench.pass(10);
    const asked = await serve(held());
    expect(await bench.until(found)).toEqual(branch.latest.state.parameters);
    expect(asked[0]).toBe(HOLDER);
    expect(asked).toContain(OTHER);
  });

  test("is not waited for longer than four seconds without a piece of it", async () => {
    const found = material.parameters(branch.latest.head.state);
    await bench.pass(4_100);
    expect(await found).toBeNull();
  });
});

test("an update comes from whoever has it, or not in four seconds", async () => {
  const update = Uint8Array.of(1, 2, 3);
  const body = { update: hashOf(update), updateBytes: 3 } as Parameters<BranchMaterial["update"]>[0];
  const found = material.update(body);
  await bench.pass(10);
  await serve(new Map([[body.update, update]]));
  expect(await bench.until(found)).toEqual(update);
  const lost = material.update({ ...body, update: hashOf(Uint8Array.of(4)) });
  await bench.pass(4_100);
  expect(await lost).toBeNull();
});
