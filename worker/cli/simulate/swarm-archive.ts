/** All that a simulated swarm leaves behind, for a bundle: records as peers come to know them, and the updates that heads were made of. */
import type { Codec } from "../../../shared/compression/codec.ts";
import { hashOf } from "../../../shared/core/hash.ts";
import type { Hash } from "../../../shared/core/ids.ts";
import type { Ledger } from "../../../shared/ledger/ledger.ts";
import type { SignedRecord } from "../../../shared/ledger/signed-record.ts";
import type { Project } from "../../../shared/project/manifest.ts";
import type { Blobs } from "../../../shared/project/shards.ts";
import { Ed25519Signatures } from "../../../shared/simulation/ed25519-signatures.ts";
import { bundleChunks } from "../../../shared/verify/bundle-writer.ts";
import { createNativeVerifier } from "../verify/native-verifier.ts";
import { type SimulatedData, simulatedProject } from "./simulated-project.ts";
import type { ProjectPlan } from "../../../shared/training/project-plan.ts";

export class SwarmArchive {
  readonly project: Project;
  /** Outsiders will check them. */
  readonly signatures: Ed25519Signatures;
  readonly #blobs: Map<Hash, Uint8Array>;
  readonly #records = new Map<Hash, SignedRecord>();
  /** Updates that were kept: peers share the bytes, and each decodes them. */
  readonly #seen = new WeakSet<Uint8Array>();

  private constructor(project: Project, data: Blobs, signatures: Ed25519Signatures) {
    this.project = project;
    this.signatures = signatures;
    this.#blobs = new Map(data);
  }

  /** @throws ManifestError */
  static async open(data: SimulatedData, plan: ProjectPlan, seed: string): Promise<SwarmArchive> {
    const signatures = new Ed25519Signatures(seed, createNativeVerifier());
    const { project, blobs } = await simulatedProject(data, plan, signatures.createSigner("owner"));
    return new SwarmArchive(project, blobs, signatures);
  }

  /** Keeps what this peer learns. */
  watch(ledger: Ledger): void {
    ledger.listen(({ record }) => this.#records.set(record.hash, record));
  }

  /** The codec, whose user decodes every update of a round before it signs: also those whose bytes were forged. */
  keeping(codec: Codec): Codec {
    return {
      name: codec.name,
      encode: (delta, layout) => codec.encode(delta, layout),
      decode: (bytes, layout) => {
        this.#keep(bytes);
        return codec.decode(bytes, layout);
      },
      maxBytes: (layout) => codec.maxBytes(layout),
    };
  }

  /** The file. @throws BundleError */
  bundle(head: Hash): AsyncIterable<Uint8Array> {
    return bundleChunks({
      project: this.project,
      head,
      base: null,
      records: this.#records.values(),
      blobOf: (hash) => this.#blobs.get(hash) ?? null,
      hasData: true,
    });
  }

  #keep(bytes: Uint8Array): void {
    if (this.#seen.has(bytes)) return;
    this.#seen.add(bytes);
    this.#blobs.set(hashOf(bytes), bytes);
  }
}
