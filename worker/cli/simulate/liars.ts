/** The lying peers of a simulation: what their trainers return, and what they send behind their participant's back. */
import type { Codec } from "../../../shared/compression/codec.ts";
import { hashOf } from "../../../shared/core/hash.ts";
import type { Hash, PeerId } from "../../../shared/core/ids.ts";
import type { Random } from "../../../shared/core/random.ts";
import type { RoundJob, RoundResult } from "../../../shared/ports/round-trainer.ts";
import type { Signer } from "../../../shared/ports/signatures.ts";
import type { SimulatedPeer } from "../../../shared/simulation/swarm-simulation.ts";
import { Feed } from "../../../shared/ledger/feed.ts";
import { MemoryFeedStore } from "../../../shared/ledger/memory-feed-store.ts";
import type { KnownHead } from "../../../shared/swarm/known-head.ts";
import { signWork } from "../../../shared/swarm/own-contribution.ts";
import type { ParameterLayout } from "../../../shared/tensor/layout.ts";
import { type AttackName, lie, scaled } from "./attacks.ts";
import type { LocalWork } from "./local-work.ts";

/** The bytes that float32 NaNs are made of. */
const NAN_BYTE = 0xff;

/** The codec of a project, except for pseudo-gradients whose bytes were forged. */
export class ForgingCodec implements Codec {
  readonly #codec: Codec;
  readonly #forged = new WeakMap<Float32Array, Uint8Array>();
  readonly name: string;

  constructor(codec: Codec) {
    this.#codec = codec;
    this.name = codec.name;
  }

  forge(delta: Float32Array, bytes: Uint8Array): void {
    this.#forged.set(delta, bytes);
  }

  encode(delta: Float32Array, layout: ParameterLayout): Uint8Array {
    return this.#forged.get(delta) ?? this.#codec.encode(delta, layout);
  }

  decode(bytes: Uint8Array, layout: ParameterLayout) {
    return this.#codec.decode(bytes, layout);
  }

  maxBytes(layout: ParameterLayout): number {
    return this.#codec.maxBytes(layout);
  }
}

export interface LiarWorld {
  readonly project: Hash;
  readonly layout: ParameterLayout;
  readonly codec: ForgingCodec;
  readonly work: LocalWork;
  readonly random: Random;
  /** Honest peers that train on the same head as this device now. */
  readonly honestBeside: (device: PeerId) => readonly PeerId[];
  /** All honest devices there ever were. */
  readonly honestDevices: () => ReadonlySet<PeerId>;
  readonly peerOf: (device: PeerId) => SimulatedPeer | undefined;
}

export class Liar {
  readonly #attack: AttackName;
  readonly #index: number;
  readonly #signer: Signer;
  readonly #world: LiarWorld;
  readonly #past: Float32Array[] = [];
  /** A second chain of records beside the participant's own. */
  readonly #otherFace: Promise<Feed>;

  /** @param index tells liars of one simulation apart */
  constructor(attack: AttackName, index: number, signer: Signer, world: LiarWorld) {
    this.#attack = attack;
    this.#index = index;
    this.#signer = signer;
    this.#world = world;
    this.#otherFace = Feed.open(signer, new MemoryFeedStore());
  }

  async train(job: RoundJob, steps: number): Promise<RoundResult> {
    const { work, random, honestBeside, honestDevices } = this.#world;
    const { device } = this.#signer;
    const result = await work.train(device, job, steps);
    this.#past.push(result.delta);
    const told = await lie(this.#attack, {
      result,
      past: this.#past,
      honest: async () => {
        const results = honestBeside(device).map((other) => work.train(other, job, steps));
        const deltas = (await Promise.all(results)).map(({ delta }) => delta);
        return deltas.length > 0 ? deltas : [result.delta];
      },
      honestBefore: await work.deltasOf(job.round - 1, honestDevices()),
      index: this.#index,
      random: random.fork(`${device} ${job.round}`),
    });
    if (this.#attack === "nan") return this.#withNoNumbers(told);
    if (this.#attack === "equivocate") await this.#tellOthersOtherwise(told);
    return told;
  }

  /** The length of an honest update, and nothing of its content. */
  #withNoNumbers(result: RoundResult): RoundResult {
    const { codec, layout } = this.#world;
    const delta = result.delta.slice(); // forged by identity, and the honest result is shared
    codec.forge(delta, codec.encode(delta, layout).fill(NAN_BYTE));
    return { ...result, delta };
  }

  /** Every second neighbour hears first of another contribution than the one that goes to all. */
  async #tellOthersOtherwise(result: RoundResult): Promise<void> {
    const { project, layout, codec, peerOf } = this.#world;
    const participant = peerOf(this.#signer.device)?.participant;
    const base: KnownHead | undefined = participant?.round?.base;
    if (participant === undefined || base === undefined) return;
    const other = { ...result, delta: scaled(result.delta, -1) };
    const { contribution, update } = await signWork({ project, layout, codec }, base, await this.#otherFace, {
      result: other,
      profile: "wasm-exact",
      at: 0,
    });
    participant.blobs.provide(hashOf(update), () => update);
    for (const [position, neighbour] of participant.links.peers().entries())
      if (position % 2 === 0)
        participant.links.send(neighbour, { kind: "contribution", record: contribution.record });
  }
}
