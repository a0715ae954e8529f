/**
 * What a complete bundle holds besides records: the updates of recent rounds, and the state that they begin with. Only a cache, with relaxed durability: what is
 * lost here, nobody can export from this browser any more, and nothing else happens. No method ever fails. (Manifest and data of projects are in BlobStore.)
 *
 * Whoever follows a project's heads says what became of each round, and brings a state when it is asked for one:
 *
 *   await material.setBase(project, { round: 0, commit: genesis.hash, state: null });   // on the genesis; or on the head that was fetched or restored
 *   for every round that is adopted:
 *     if ((await material.addRound(project, round)) === "base-wanted")
 *       await material.setBase(project, { round: round.round, commit: round.commit, state });   // θ and momentum after it
 *
 * A project may have several bases along its history. When room is needed, the history up to the next base goes, so that what stays can always be computed again.
 */
import { Dexie, type EntityTable, type Table } from "dexie";
import { bytesOf } from "../../shared/core/bytes.ts";
import type { Hash } from "../../shared/core/ids.ts";
import type { HeadState } from "../../shared/swarm/head-state.ts";
import { chainOf, fitting, isBaseDue, type Piece, planBase, planRound, type Plan } from "./material-plan.ts";

const DATABASE_NAME = "tabloom-material";
/** Some twenty rounds of 16 peers on a model of 10 million parameters, and thousands on a small one. */
export const MATERIAL_STORE_BYTES = 150_000_000;

export interface MaterialRound {
  readonly round: number;
  readonly commit: Hash;
  /** The commit below. */
  readonly base: Hash;
  /** Of all included contributions, by their SHA-256. */
  readonly updates: ReadonlyMap<Hash, Uint8Array>;
}

export interface MaterialBase {
  readonly round: number;
  readonly commit: Hash;
  /** After that round; null for the genesis, which everybody computes. */
  readonly state: HeadState | null;
}

interface Blob {
  /** Number of its piece. */
  readonly piece: number;
  /** SHA-256 of an update, or which part of a state it is. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

type Database = Dexie & {
  readonly pieces: EntityTable<Piece, "number">;
  readonly blobs: Table<Blob, [piece: number, name: string]>;
};

export class MaterialStore {
  readonly #database: Database;
  readonly #limitBytes: number;

  constructor({ limitBytes = MATERIAL_STORE_BYTES }: { readonly limitBytes?: number } = {}) {
    this.#limitBytes = limitBytes;
    this.#database = new Dexie(DATABASE_NAME) as Database;
    this.#database.version(1).stores({ pieces: "++number, project", blobs: "[piece+name], piece, name" });
  }

  /** @returns "base-wanted" when the round does not go on with what is here, or the history has become long: then `setBase` is due */
  async addRound(project: Hash, round: MaterialRound): Promise<"kept" | "base-wanted"> {
    const { updates, commit } = round;
    const blobs = [...updates].map(([name, bytes]) => ({ name, bytes }));
    const piece = { kind: "round", project, round: round.round, commit } as const;
    return this.#attempt("base-wanted", async () => {
      const chain = chainOf(await this.#database.pieces.where({ project }).toArray(), project);
      await this.#change(planRound(chain, commit, round.base), piece, blobs);
      const after = chainOf(await this.#database.pieces.where({ project }).toArray(), project);
      const isKept = after.some((kept) => kept.kind === "round" && kept.commit === commit);
      return isKept && !isBaseDue(after, this.#limitBytes) ? "kept" : "base-wanted";
    });
  }

  /** A state that is larger than the limit is not kept, and nothing of its project then. */
  async setBase(project: Hash, { round, commit, state }: MaterialBase): Promise<void> {
    const blobs =
      state === null
        ? []
        : (["parameters", "momentum"] as const).map((name) => ({ name, bytes: bytesOf(state[name]) }));
    await this.#attempt(undefined, async () => {
      const chain = chainOf(await this.#database.pieces.where({ project }).toArray(), project);
      await this.#change(planBase(chain, commit), { kind: "base", project, round, commit }, blobs);
    });
  }

  /** What the rounds begin with; null when nothing is kept of the project. */
  async base(project: Hash): Promise<MaterialBase | null> {
    return this.#attempt(null, async () => {
      const [first] = chainOf(await this.#database.pieces.where({ project }).toArray(), project);
      if (first?.kind !== "base") return null;
      const { number, round, commit, bytes } = first;
      if (bytes === 0) return { round, commit, state: null };
      const [parameters, momentum] = await this.#database.blobs.bulkGet([
        [number, "parameters"],
        [number, "momentum"],
      ]);
      if (parameters === undefined || momentum === undefined) return null;
      return { round, commit, state: { parameters: floats(parameters), momentum: floats(momentum) } };
    });
  }

  /** The rounds above the base, each on the one before it. */
  async roundsOf(project: Hash): Promise<readonly { readonly round: number; readonly commit: Hash }[]> {
    return this.#attempt([], async () => {
      const chain = chainOf(await this.#database.pieces.where({ project }).toArray(), project);
      return chain.filter(({ kind }) => kind === "round").map(({ round, commit }) => ({ round, commit }));
    });
  }

  async update(hash: Hash): Promise<Uint8Array | null> {
    return this.#attempt(null, async () => {
      const blob = await this.#database.blobs.where("name").equals(hash).first();
      return blob?.bytes ?? null;
    });
  }

  close(): void {
    this.#database.close();
  }

  async #change(
    { drop, isWanted }: Plan,
    piece: Omit<Piece, "number" | "bytes">,
    blobs: readonly Omit<Blob, "piece">[],
  ): Promise<void> {
    const { pieces, blobs: table } = this.#database;
    await this.#drop(drop);
    if (!isWanted) return;
    const bytes = blobs.reduce((sum, blob) => sum + blob.bytes.length, 0);
    const number = await pieces.add({ ...piece, bytes });
    const all = await pieces.toArray();
    const kept = new Set(fitting(all, this.#limitBytes));
    await this.#drop(all.filter((other) => !kept.has(other)));
    if (![...kept].some((other) => other.number === number)) return;
    // Copies: views would be stored with everything behind them.
    await table.bulkAdd(blobs.map((blob) => ({ piece: number, name: blob.name, bytes: blob.bytes.slice() })));
  }

  async #drop(gone: readonly Piece[]): Promise<void> {
    const numbers = gone.map(({ number }) => number);
    await this.#database.pieces.bulkDelete(numbers);
    await this.#database.blobs.where("piece").anyOf(numbers).delete();
  }

  /** In one transaction. A disk that is full, or not there, is one without material. */
  async #attempt<T>(otherwise: T, work: () => Promise<T>): Promise<T> {
    const { pieces, blobs } = this.#database;
    try {
      return await this.#database.transaction("rw", pieces, blobs, work);
    } catch {
      return otherwise;
    }
  }
}

function floats({ bytes }: Blob): Float32Array {
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
}
