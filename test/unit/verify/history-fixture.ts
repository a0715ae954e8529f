/** A small history that was really trained, signed and committed, by hand rather than by a swarm: so tests can lie in any one place of it. */
import { must } from "../../../shared/core/assert.ts";
import { fromHex } from "../../../shared/core/bytes.ts";
import { hashOf, sha256 } from "../../../shared/core/hash.ts";
import type { Hash } from "../../../shared/core/ids.ts";
import { runAtOnce } from "../../../shared/core/slices.ts";
import { openDataset } from "../../../shared/data/detect.ts";
import { encodeCanonical } from "../../../shared/ledger/canonical.ts";
import { createSigner } from "../../../shared/ledger/ed25519.ts";
import { Feed } from "../../../shared/ledger/feed.ts";
import { MemoryFeedStore } from "../../../shared/ledger/memory-feed-store.ts";
import {
  commitBytes,
  type FeedPlace,
  feedRecordBytes,
  forkProof,
  sealRecord,
} from "../../../shared/ledger/record.ts";
import { openRecord } from "../../../shared/ledger/record-content.ts";
import type { CommitBody } from "../../../shared/ledger/records/commit.ts";
import type { ContributionBody } from "../../../shared/ledger/records/contribution.ts";
import type { SignedRecord } from "../../../shared/ledger/signed-record.ts";
import type { Engine } from "../../../shared/ports/engine.ts";
import type { RoundResult } from "../../../shared/ports/round-trainer.ts";
import type { Signer } from "../../../shared/ports/signatures.ts";
import type { Project } from "../../../shared/project/manifest.ts";
import { openProjectData } from "../../../shared/project/open-data.ts";
import { planProject } from "../../../shared/project/plan-project.ts";
import { signProject } from "../../../shared/project/project.ts";
import { cutFile } from "../../../shared/project/shards.ts";
import { genesisHead, type KnownHead } from "../../../shared/swarm/known-head.ts";
import { nextHeadSlices } from "../../../shared/swarm/next-head.ts";
import { type OwnWork, signWork } from "../../../shared/swarm/own-contribution.ts";
import { createHostEngine } from "../../../shared/training/host-engine.ts";
import { trainRound } from "../../../shared/training/local-round.ts";
import { genesisParameters } from "../../../shared/training/project-plan.ts";
import { windowSteps } from "../../../shared/training/windows.ts";
import { rulesOf } from "../../../shared/verify/project-rules.ts";
import { createWasmRunner } from "../../../worker/engine/ort-wasm.ts";

/** 14 November 2026, noon. */
export const START_SECONDS = 1_794_657_600;
const ROUND_SECONDS = 86_400;
const MAX_STEPS = 6;
const BLOCK = 8;

/** Larger than a shard, so that the project has two. */
const TEXT = "The cat sat on the mat, and the dog sat by the door. ".repeat(6_000);

export interface History {
  readonly project: Project;
  readonly records: readonly SignedRecord[];
  readonly blobs: ReadonlyMap<Hash, Uint8Array>;
  /** The genesis, and the head of every round. */
  readonly heads: readonly KnownHead[];
  readonly head: Hash;
}

/** Where somebody lies. What is not named is done honestly. */
export interface Lies {
  /** Instead of what was trained. */
  readonly result?: (result: RoundResult, place: Lie) => RoundResult;
  /** Signed by the contributor, whatever it says. */
  readonly contribution?: (body: ContributionBody, place: Lie) => ContributionBody;
  /** Signed by all, whatever it says. */
  readonly commit?: (body: CommitBody, round: number) => CommitBody;
  /** Who signs a commit; all by default. */
  readonly signers?: (all: readonly Signer[], round: number) => readonly Signer[];
}

export interface Lie {
  readonly peer: number;
  readonly round: number;
}

export interface HistoryOptions {
  readonly peers?: number;
  readonly rounds?: number;
  /** From one round to the next. */
  readonly roundSeconds?: number;
  readonly lies?: Lies;
  readonly profile?: ContributionBody["profile"];
  /** Where the first peer gives, if on somebody's page. */
  readonly site?: string;
}

export function signerOf(name: string): Signer {
  return createSigner(sha256(new TextEncoder().encode(name)));
}

export async function exampleProject(): Promise<{ project: Project; blobs: ReadonlyMap<Hash, Uint8Array> }> {
  const bytes = new TextEncoder().encode(TEXT);
  const dataset = openDataset([{ name: "text.txt", bytes }], { kind: "text", blockSize: BLOCK });
  const { vocabularySize } = dataset.task as { vocabularySize: number };
  const plan = planProject(dataset, "gpt:nano", "example", {
    model: { kind: "gpt", vocabularySize, blockSize: BLOCK, layerCount: 1, headCount: 2, width: 8 },
    batchSize: 4,
    rules: { roundMs: 2_000, maxSteps: MAX_STEPS },
  });
  const { shardList, blobs } = cutFile(bytes);
  const files = [{ name: "text.txt", bytes: bytes.length, shardList, urls: [] }];
  const data = { source: "files", kind: "text", options: { blockSize: BLOCK }, files } as const;
  const manifest = { name: "Example", plan, data, licence: "" };
  return { project: await signProject(manifest, signerOf("owner")), blobs };
}

let engine: Promise<Engine> | undefined;

/** Opened once for all tests of a file. */
export function exampleEngine(project: Project): Promise<Engine> {
  engine ??= createHostEngine(project.manifest.plan, createWasmRunner({ threadCount: 1 }));
  return engine;
}

export async function makeHistory({
  peers = 3,
  rounds = 3,
  roundSeconds = ROUND_SECONDS,
  lies = {},
  profile = "wasm-exact",
  site,
}: HistoryOptions = {}): Promise<History> {
  const { project, blobs: data } = await exampleProject();
  const dataset = await openProjectData(project.manifest, [
    { name: "text.txt", bytes: new TextEncoder().encode(TEXT) },
  ]);
  const rules = rulesOf(project);
  const blobs = new Map(data);
  const records: SignedRecord[] = [];
  const members = await Promise.all(Array.from({ length: peers }, (_, peer) => join(peer, records)));
  const heads = [genesisHead(rules, genesisParameters(project.manifest.plan))];
  for (let round = 1; round <= rounds; round++) {
    const base = must(heads.at(-1), "there is a genesis");
    const works: OwnWork[] = [];
    for (const [peer, { signer, feed }] of members.entries()) {
      const place = { peer, round };
      const job = { project: project.id, round, device: signer.device, ...positionOf(base) };
      const steps = MAX_STEPS - (peer % 2);
      const trained = await trainRound(await exampleEngine(project), project.manifest.plan, dataset, job, {
        shouldStop: (taken) => taken >= steps,
        windowSteps: windowSteps(MAX_STEPS),
      });
      const result = lies.result?.(trained, place) ?? trained;
      const at = START_SECONDS + (round - 1) * roundSeconds + peer;
      const lyingFeed = lies.contribution === undefined ? feed : distorted(feed, lies.contribution, place);
      const done = { result, profile, at, site: peer === 0 ? site : undefined };
      works.push(await signWork(rules, base, lyingFeed, done));
    }
    for (const { contribution, update } of works) {
      records.push(contribution.record);
      blobs.set(hashOf(update), update);
    }
    const contributions = works
      .map((work) => work.contribution)
      .toSorted((a, b) => (a.device < b.device ? -1 : 1));
    const next = runAtOnce(
      nextHeadSlices(rules, base, contributions, (hash) => must(blobs.get(hash), "an update")),
    );
    const body = lies.commit?.(next.body, round) ?? next.body;
    const all = members.map(({ signer }) => signer);
    const commit = await sealRecord(commitBytes(body), ...(lies.signers?.(all, round) ?? all));
    records.push(commit);
    heads.push({ ...next, commit, head: { ...next.head, hash: commit.hash, tokens: body.tokens } });
  }
  return { project, records, blobs, heads, head: must(heads.at(-1), "a head").head.hash };
}

const positionOf = ({ state, head }: KnownHead) => ({
  parameters: state.parameters,
  progress: head.progress,
});

/** A device with its person and a name, as everybody begins. */
async function join(peer: number, records: SignedRecord[]) {
  const signer = signerOf(`device ${peer}`);
  const person = signerOf(`person ${peer}`);
  const feed = Feed.begin(signer, new MemoryFeedStore());
  const root = person.device;
  records.push(await feed.append({ type: "delegation", body: { root, at: START_SECONDS } }, person));
  const identity = { root, name: `Peer ${peer}`, isListed: true, country: "", team: null, at: START_SECONDS };
  records.push(await feed.append({ type: "identity", body: identity }));
  return { signer, feed };
}

/** A feed whose owner signs something else than it did. */
function distorted(feed: Feed, lie: NonNullable<Lies["contribution"]>, place: Lie): Feed {
  const append: Feed["append"] = (entry, person) =>
    feed.append(entry.type === "contribution" ? { ...entry, body: lie(entry.body, place) } : entry, person);
  return { append, device: feed.device } as Feed;
}

/** The same history, with a record of a type that this version does not know at the end of a feed. @param prev instead of the record that is there */
export async function laterHistory(history: History, prev?: Hash): Promise<History> {
  const { device, ...end } = endOfFeed(history, 0);
  const bytes = encodeCanonical({
    v: 2,
    type: "poem",
    device: fromHex(device),
    seq: end.seq,
    prev: fromHex(prev ?? end.prev),
    body: { lines: ["one", "two"] },
  });
  return { ...history, records: [...history.records, await sealRecord(bytes, signerOf("device 0"))] };
}

/** The same history, in which two peers say that this contribution of the first one is false. */
export async function accusedHistory(history: History, contribution: Hash): Promise<History> {
  const accuse = (peer: number) => {
    const result = { result: "mismatch", window: 1, inner: [contribution, contribution] } as const;
    const body = {
      project: history.project.id,
      contribution,
      distanceMicros: 0,
      refutes: [],
      at: START_SECONDS,
    };
    const entry = { type: "verdict", body: { ...body, ...result } } as const;
    return sealRecord(feedRecordBytes(endOfFeed(history, peer), entry), signerOf(`device ${peer}`));
  };
  return { ...history, records: [...history.records, await accuse(1), await accuse(2)] };
}

/** Where the next record of a peer stands. */
function endOfFeed({ records }: History, peer: number): FeedPlace {
  const { device } = signerOf(`device ${peer}`);
  const own = records.filter(({ bytes }) => {
    const opened = openRecord(bytes);
    return opened.ok && "seq" in opened.content && opened.content.device === device;
  });
  return { device, seq: own.length, prev: must(own.at(-1), "everybody wrote something").hash };
}

/** The same history, and what its first contributor also said: another contribution in the place of its first one, with the proof of it. */
export async function forkedHistory(history: History): Promise<History> {
  const signer = signerOf("device 0");
  const original = must(
    history.records.find(({ bytes }) => {
      const opened = openRecord(bytes);
      return opened.ok && opened.content.type === "contribution" && opened.content.device === signer.device;
    }),
    "everybody contributed",
  );
  const opened = openRecord(original.bytes);
  if (!opened.ok || opened.content.type !== "contribution") throw new Error("just found");
  const { seq, prev, device, body } = opened.content;
  const other = { ...body, lossMicros: body.lossMicros + 1 };
  const second = await sealRecord(
    feedRecordBytes({ device, seq, prev }, { type: "contribution", body: other }),
    signer,
  );
  return { ...history, records: [...history.records, second, forkProof(original, second)] };
}
