/** What a participant stands on: everything that touches the world. */
import type { Feed } from "../ledger/feed.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Random } from "../core/random.ts";
import type { ComputeProfile } from "../ledger/records/contribution.ts";
import type { Clock } from "../ports/clock.ts";
import type { RoundReplayer } from "../ports/round-replayer.ts";
import type { RoundTrainer } from "../ports/round-trainer.ts";
import type { Signer, Verifier } from "../ports/signatures.ts";
import type { Transport } from "../ports/transport.ts";
import type { HeadStore } from "./head-store.ts";
import type { KnownHead } from "./known-head.ts";
import type { ChunkCache } from "./state-sync.ts";
import type { SwarmEvent } from "./swarm-event.ts";

export interface ParticipantPorts {
  readonly clock: Clock;
  readonly transport: Transport;
  /** Its device's; signs what is not of the feed: links and votes. */
  readonly signer: Signer;
  readonly feed: Feed;
  readonly ledger: Ledger;
  /** Null: this peer's bits are its own, and it judges nobody's. */
  readonly replayer: RoundReplayer | null;
  /** Seconds since 1970. */
  readonly wallSeconds: () => number;
  readonly verifier: Verifier;
  readonly random: Random;
  /** Null: a peer that watches and serves. */
  readonly trainer: RoundTrainer | null;
  readonly profile: () => ComputeProfile;
  /** Origin of the page that holds this one in a frame, for the records of its work; undefined for a page of its own. */
  readonly site?: string | undefined;
  readonly store: HeadStore;
  /** Null: an interrupted join begins anew. */
  readonly chunkCache: ChunkCache | null;
  /** Computed when it is needed: θ before the first round, which no peer has to be asked for. */
  readonly genesis: () => KnownHead;
  readonly emit: (event: SwarmEvent) => void;
}
