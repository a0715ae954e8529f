/** What a round stands on. */
import type { Hash, PeerId } from "../core/ids.ts";
import type { Head } from "../ledger/records/commit.ts";
import type { ComputeProfile } from "../ledger/records/contribution.ts";
import type { Feed } from "../ledger/feed.ts";
import type { SignedRecord } from "../ledger/signed-record.ts";
import type { Clock } from "../ports/clock.ts";
import type { Signer, Verifier } from "../ports/signatures.ts";
import type { Message } from "../protocol/message.ts";
import type { Blobs } from "./blobs.ts";
import type { RoundMaterial } from "./head-history.ts";
import type { Offence } from "./link/score.ts";
import type { HeadRules } from "./known-head.ts";
import type { NextHead } from "./next-head.ts";
import type { OwnWork } from "./own-contribution.ts";

/** What the project's manifest says about rounds. */
export interface SwarmRules extends HeadRules {
  /** From a head to the end of the inner steps. */
  readonly roundMs: number;
  /** Inner steps of one contribution. */
  readonly maxSteps: number;
  /** Units of one inner step: batch size · units per sample. */
  readonly tokensPerStep: number;
}

export interface CellLinks {
  peers(): readonly PeerId[];
  send(peer: PeerId, message: Message): void;
  broadcast(message: Message): void;
  penalize(peer: PeerId, offence: Offence): void;
}

export interface CellRoundPorts {
  readonly rules: SwarmRules;
  readonly clock: Clock;
  readonly signer: Signer;
  readonly verifier: Verifier;
  /** What the trainer computes with, asked when the work is signed. */
  readonly profile: () => ComputeProfile;
  /** Origin of the page that holds this one in a frame, for the record of the work; undefined for a page of its own. */
  readonly site?: string | undefined;
  readonly links: CellLinks;
  /** Neighbours that want updates pushed. */
  readonly audience: () => readonly PeerId[];
  readonly blobs: Blobs;
  readonly feed: Feed;
  /** Seconds since 1970, by this computer's clock. */
  readonly wallSeconds: () => number;
  /** Whether this device may sign a contribution now. */
  readonly mayWrite: () => boolean;
  /** Of a device that was shown to be false, nothing is taken. */
  readonly isRefused: (device: PeerId) => boolean;
  /** This peer signed its work on a base, and must never sign another one on it. */
  readonly onWork: (base: Hash, work: OwnWork) => void;
  /** This will probably be the next head: training on it may begin. */
  readonly onAnticipated: (next: NextHead) => void;
  readonly onNextHead: (next: NextHead, certificate: SignedRecord, material: RoundMaterial) => void;
  /** The round was decided by others and cannot be reproduced here: the head's state must be fetched. */
  readonly onGiveUp: (head: Head, certificate: SignedRecord) => void;
  /** The engine could not train; the round goes on without this peer's work. */
  readonly onTrainingProblem: (error: unknown) => void;
  /** Something that others or a screen want to know has changed. */
  readonly onChange: () => void;
}
