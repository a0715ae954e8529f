/** A project of files as a browser keeps it after one round: its pieces in the cache, a certified head on the disk. */
import type { Hash } from "../../shared/core/ids.ts";
import type { DataFile } from "../../shared/data/detect.ts";
import { commitBytes, sealRecord } from "../../shared/ledger/record.ts";
import { chunkList, stateHash } from "../../shared/swarm/head-state.ts";
import { appendLoss, EMPTY_HISTORY } from "../../shared/training/loss-history.ts";
import { createProject } from "../../worker/swarm/create-project.ts";
import { cacheProject, type OpenedProject } from "../../worker/swarm/open-project.ts";
import { describeProject, openRunData } from "../../worker/open-run.ts";
import type { BlobCache } from "../../worker/storage/blob-store.ts";
import { MemoryHeads } from "./memory-heads.ts";
import { ownerSigner } from "./project-fixtures.ts";

export interface KeptModel {
  readonly opened: OpenedProject;
  readonly heads: MemoryHeads;
  readonly cache: BlobCache & { readonly blobs: Map<Hash, Uint8Array> };
  /** The head of this round is the one that is kept now. */
  keepHead(round: number, parameters: Float32Array): Promise<void>;
}

export async function keepModel(files: readonly DataFile[]): Promise<KeptModel> {
  const { dataName, modelName } = await openRunData(files);
  const opened = await createProject(files, ownerSigner, {
    seed: "fixed",
    wishes: { name: dataName, question: "What comes next?", licence: "CC0-1.0", model: modelName },
  });
  const blobs = new Map<Hash, Uint8Array>();
  const cache = {
    blobs,
    get: async (hash: Hash) => blobs.get(hash) ?? null,
    put: async (hash: Hash, bytes: Uint8Array) => void blobs.set(hash, bytes),
  };
  await cacheProject(opened, cache);
  const heads = new MemoryHeads();
  return {
    opened,
    heads,
    cache,
    async keepHead(round, parameters) {
      const { project, dataset } = opened;
      const state = { parameters, momentum: new Float32Array(parameters.length) };
      const bytes = commitBytes({
        project: project.id,
        round,
        base: "0".repeat(64),
        contributions: [{ device: ownerSigner.device, record: "1".repeat(64), weight: 6 }],
        state: stateHash(chunkList(state)),
        tokens: 1200,
        progress: 2,
        at: 1_700_000_000,
      });
      const commit = await sealRecord(bytes, ownerSigner);
      const heldOut = appendLoss(appendLoss(EMPTY_HISTORY, 1, 3), 2, 2.5);
      const described = {
        description: describeProject(project, dataset),
        curves: { training: EMPTY_HISTORY, heldOut },
        round,
        progress: 2,
        savedAtMs: 1_700_000_000_000,
      };
      await heads.storeOf(project.id, () => described).save({ commit, state });
    },
  };
}
