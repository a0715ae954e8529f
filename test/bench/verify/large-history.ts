/**
 * A history of the size that the bar names: a full cell, a hundred rounds of a model with 0.1 million parameters, ten thousand records. Signed, committed and
 * averaged as a real one; only the training is left out, whose place random pseudo-gradients take.
 */
import { must } from "../../../shared/core/assert.ts";
import { hashOf, sha256 } from "../../../shared/core/hash.ts";
import type { Hash } from "../../../shared/core/ids.ts";
import { createRandom } from "../../../shared/core/random.ts";
import { runAtOnce } from "../../../shared/core/slices.ts";
import { createSigner } from "../../../shared/ledger/ed25519.ts";
import { Feed } from "../../../shared/ledger/feed.ts";
import { MemoryFeedStore } from "../../../shared/ledger/memory-feed-store.ts";
import { sealRecord } from "../../../shared/ledger/record.ts";
import type { SignedRecord } from "../../../shared/ledger/signed-record.ts";
import type { Signer } from "../../../shared/ports/signatures.ts";
import { builtInProject } from "../../../shared/project/built-in.ts";
import { genesisHead, type KnownHead } from "../../../shared/swarm/known-head.ts";
import { nextHeadSlices } from "../../../shared/swarm/next-head.ts";
import { type OwnWork, signWork } from "../../../shared/swarm/own-contribution.ts";
import { genesisParameters } from "../../../shared/training/project-plan.ts";
import { windowCount } from "../../../shared/training/windows.ts";
import { bundleChunks } from "../../../shared/verify/bundle-writer.ts";
import { rulesOf } from "../../../shared/verify/project-rules.ts";

export interface LargeHistoryOptions {
  readonly peers: number;
  readonly rounds: number;
  /** Verdicts fill up what contributions and commits leave. */
  readonly records: number;
}

const START_SECONDS = 1_794_657_600;
const ROUND_SECONDS = 60;
const STEPS = 8;
/** About what a round moves a parameter by. */
const DEVIATION = 0.01;

interface Member {
  readonly signer: Signer;
  readonly feed: Feed;
}

/** The bundle, piece by piece. */
export async function largeBundle(options: LargeHistoryOptions): Promise<AsyncIterable<Uint8Array>> {
  const project = builtInProject("stories");
  const rules = rulesOf(project);
  const records: SignedRecord[] = [];
  const blobs = new Map<Hash, Uint8Array>();
  const members = Array.from({ length: options.peers }, (_, peer): Member => {
    const signer = createSigner(sha256(new TextEncoder().encode(`peer ${peer}`)));
    return { signer, feed: Feed.begin(signer, new MemoryFeedStore()) };
  });
  const verdictsPerWork =
    (options.records - options.rounds * (options.peers + 1)) / (options.rounds * options.peers);
  let owed = 0;
  let known: KnownHead = genesisHead(rules, genesisParameters(project.manifest.plan));
  for (let round = 1; round <= options.rounds; round++) {
    const base = known;
    const works: OwnWork[] = [];
    for (const [peer, member] of members.entries()) works.push(await work(member, peer, round, base));
    for (const { contribution, update } of works) {
      records.push(contribution.record);
      blobs.set(contribution.body.update, update);
      for (owed += verdictsPerWork; owed >= 1; owed--)
        records.push(await judge(members[records.length % members.length]!, contribution.record.hash));
    }
    const contributions = works
      .map((work) => work.contribution)
      .toSorted((a, b) => (a.device < b.device ? -1 : 1));
    const updateOf = (hash: Hash) => must(blobs.get(hash), "an update");
    const next = runAtOnce(nextHeadSlices(rules, base, contributions, updateOf));
    const commit = await sealRecord(next.commit.bytes, ...members.map(({ signer }) => signer));
    records.push(commit);
    known = { ...next, commit };
  }
  const blobOf = (hash: Hash) => blobs.get(hash) ?? null;
  return bundleChunks({ project, head: known.head.hash, base: null, records, blobOf, hasData: false });

  function work({ feed }: Member, peer: number, round: number, base: KnownHead): Promise<OwnWork> {
    const delta = new Float32Array(rules.layout.parameterCount);
    // A direction that all share, or the filter would refuse them.
    createRandom(`round ${round}`).fillNormal(delta, DEVIATION);
    const own = new Float32Array(delta.length);
    createRandom(`round ${round} peer ${peer}`).fillNormal(own, DEVIATION);
    for (let index = 0; index < delta.length; index++) delta[index]! += own[index]!;
    const states = Array.from({ length: windowCount(STEPS, rules.maxSteps) }, () => hashOf(own));
    const result = { steps: STEPS, tokens: STEPS * rules.tokensPerStep, loss: 2, delta, states };
    const at = START_SECONDS + round * ROUND_SECONDS;
    return signWork(rules, base, feed, { result, profile: "wasm-exact", at });
  }

  function judge({ feed }: Member, contribution: Hash): Promise<SignedRecord> {
    const inner = Array.from({ length: 8 }, () => contribution);
    return feed.append({
      type: "verdict",
      body: {
        project: project.id,
        contribution,
        result: "match",
        window: 0,
        inner,
        distanceMicros: 0,
        refutes: [],
        at: START_SECONDS,
      },
    });
  }
}
