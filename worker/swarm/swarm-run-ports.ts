/** What a run in the swarm stands on. */
import type { Feed } from "../../shared/ledger/feed.ts";
import type { Ledger } from "../../shared/ledger/ledger.ts";
import type { Hash } from "../../shared/core/ids.ts";
import type { Project } from "../../shared/project/manifest.ts";
import type { Clock } from "../../shared/ports/clock.ts";
import type { Engine } from "../../shared/ports/engine.ts";
import type { SignedRecord } from "../../shared/ledger/signed-record.ts";
import type { Signer, Verifier } from "../../shared/ports/signatures.ts";
import type { Transport } from "../../shared/ports/transport.ts";
import type { Participant } from "../../shared/swarm/participant.ts";
import type { EngineProfile } from "../../shared/training/engine-profile.ts";
import type { RunDescription, TrainerEvent } from "../api.ts";
import type { MaterialStore } from "../storage/material-store.ts";
import type { HeadDatabase } from "../storage/head-store.ts";
import type { SpareEngine } from "./spare-engine.ts";

export interface SwarmRunPorts {
  readonly clock: Clock;
  readonly wallClockMs: () => number;
  readonly signer: Signer;
  readonly verifier: Verifier;
  readonly transport: Transport;
  /** What this device signs goes into it first. */
  readonly feed: Feed;
  readonly ledger: Ledger;
  /** Signed by this device, and not told to anybody yet. */
  readonly fresh: readonly SignedRecord[];
  readonly material: Pick<MaterialStore, "addRound" | "setBase">;
  /** A project that is worked on: its contributions count from now on. @param genesis hash of its first head */
  readonly learn: (project: Project, description: RunDescription, genesis: () => Hash) => Promise<void>;
  /** Takes what has to be told to everybody, as long as the run lasts. */
  readonly onParticipant: (participant: Participant | null) => void;
  /** Unguessable and new: handshakes draw their nonces from it. */
  readonly seed: string;
  readonly heads: Pick<HeadDatabase, "find" | "storeOf">;
  readonly engine: Engine;
  /** Replays where the engine's bits are its own; null where it computes in the exact profile, or nothing else does. */
  readonly spare: SpareEngine | null;
  /** What the engine may claim now. */
  readonly profile: () => EngineProfile;
  /** Origin of the page that holds this one in a frame, for the records of the work; undefined for a page of its own. */
  readonly site: string | undefined;
  /** Rests after `busyMs` of computing, as the visitor chose. */
  readonly rest: (busyMs: number, signal: AbortSignal) => Promise<void>;
  readonly emit: (event: TrainerEvent) => void;
  /** Something failed that does not end the run. */
  readonly onProblem: (error: unknown) => void;
}
