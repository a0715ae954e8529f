/** What a peer knows about the round it is in, what can happen to it, and what it may ask for. Plain data: the state machine is in round.ts. */
import type { Hash, PeerId } from "../../core/ids.ts";
import type { CommitBody, Head } from "../../ledger/records/commit.ts";
import type { ContributionBody } from "../../ledger/records/contribution.ts";
import type { RecordSignature, SignedRecord } from "../../ledger/signed-record.ts";
import type { Arrivals } from "./deadline.ts";

/** A contribution record that was verified: signature, base, round, limits. */
export interface Contribution {
  readonly record: SignedRecord;
  readonly device: PeerId;
  readonly body: ContributionBody;
}

/** A commit record whose bytes were parsed and whose signatures, however few, are good. */
export interface Commit {
  readonly record: SignedRecord;
  readonly body: CommitBody;
}

/** Training happens in `training`; from `committing` on nothing more is added to the own contribution. */
export type RoundPhase = "training" | "committing" | "revealing" | "agreeing";

export interface RoundRules {
  /** Time from one head to the end of the inner steps. */
  readonly roundMs: number;
}

/** Everything immutable; a step makes a new one. */
export interface RoundState {
  readonly self: PeerId;
  readonly rules: RoundRules;
  /** The base of the round. */
  readonly head: Head;
  readonly phase: RoundPhase;
  /** Whether this peer takes part with work of its own in this round. */
  readonly isContributing: boolean;
  readonly isStopping: boolean;
  /** The waiting of the current phase is over: go on with what is here. */
  readonly isPhaseOver: boolean;
  /** Peers that are linked, at work and reliable, and the head that each stands on. */
  readonly standing: ReadonlyMap<PeerId, Hash>;
  /** Those of them that stand on this head: worth waiting for. */
  readonly live: ReadonlySet<PeerId>;
  /** By record hash. */
  readonly contributions: ReadonlyMap<Hash, Contribution>;
  /** The record of each device that came in time: the first one, before this peer revealed its own update. */
  readonly byDevice: ReadonlyMap<PeerId, Hash>;
  /** Devices whose contribution came within the deadline, even if this peer went on without it: worth waiting for. */
  readonly punctual: ReadonlySet<PeerId>;
  /** Devices with two different contributions in this round; this peer proposes neither. */
  readonly equivocators: ReadonlySet<PeerId>;
  /** Hashes of the updates that are here, complete. */
  readonly updates: ReadonlySet<Hash>;
  /** Those of them that came before the others would have had to wait for them. */
  readonly timely: ReadonlySet<Hash>;
  /** Records and updates that were asked for. */
  readonly asked: ReadonlySet<Hash>;
  /** Commits somebody proposed, certified or we computed, by hash. */
  readonly candidates: ReadonlyMap<Hash, Commit>;
  /** Candidates that this peer reproduced from the updates. */
  readonly reproduced: ReadonlySet<Hash>;
  /** Sets of contributions (setKey) that were computed, and the commit that came out. */
  readonly computed: ReadonlyMap<string, Hash>;
  /** Sets that are being computed. */
  readonly computing: ReadonlySet<string>;
  /** Signatures by commit hash and device. */
  readonly votes: ReadonlyMap<Hash, ReadonlyMap<PeerId, RecordSignature>>;
  /** Where leaders proposed what: view → proposer → commit. */
  readonly proposals: ReadonlyMap<number, ReadonlyMap<PeerId, Hash>>;
  readonly view: number;
  /** View in which this peer last voted, −1 before; one vote per view. */
  readonly votedView: number;
  /** View in which this peer first signed a commit; null before. */
  readonly signedSinceView: number | null;
  /** A commit that has its certificate; it is adopted as soon as it can be reproduced. */
  readonly certified: Hash | null;
  /** Commits of others that this peer may go by, though its own work is not in them: it knows that theirs is real. */
  readonly admitted: ReadonlySet<Hash>;
  /** Certified commits whose updates could not be had. */
  readonly hopeless: ReadonlySet<Hash>;
  /** What this peer expects the cell to agree on, and trains on already. */
  readonly anticipated: Hash | null;
  readonly isOver: boolean;
  /** When the inner steps end, whether or not this peer runs out of steps before. */
  readonly endsAtMs: number;
  /** Since when this peer, done with its own work, may wait for the others'; null before. Not before `endsAtMs`: until then they train, and rightly. */
  readonly waitsSinceMs: number | null;
  readonly arrivals: Arrivals;
  /** When this peer revealed its own update and began to wait for the others'; null before. */
  readonly revealedAtMs: number | null;
  /** How late updates came after that. */
  readonly reveals: Arrivals;
}

export type TimerName = "training" | "commit" | "reveal" | "view" | "certificate";

export type RoundEvent =
  | { readonly kind: "timer"; readonly name: TimerName }
  /** A contribution of the round before came this long after its own: deadlines learn from it. */
  | { readonly kind: "straggler"; readonly lateMs: number }
  /** The trainer ended. Null: it has nothing to contribute, this round goes on without. */
  | { readonly kind: "trained"; readonly contribution: Contribution | null }
  | { readonly kind: "contribution"; readonly contribution: Contribution }
  | { readonly kind: "update"; readonly hash: Hash }
  /** A record or update that was asked for cannot be had now; it may be asked for again. */
  | { readonly kind: "unavailable"; readonly hash: Hash }
  | {
      readonly kind: "proposal";
      readonly view: number;
      readonly proposer: PeerId;
      readonly commit: Commit;
    }
  | { readonly kind: "vote"; readonly commit: Hash; readonly vote: RecordSignature }
  /** A commit with a quorum of signatures on this round's base. `isAdmitted`: whoever signed it, this peer may go by it. */
  | { readonly kind: "certificate"; readonly commit: Commit; readonly isAdmitted: boolean }
  /** This set of contributions gives this commit. */
  | { readonly kind: "computed"; readonly key: string; readonly commit: Commit }
  | { readonly kind: "standing"; readonly standing: ReadonlyMap<PeerId, Hash> };

export type RoundEffect =
  | { readonly kind: "timer"; readonly name: TimerName; readonly delayMs: number }
  /** End the inner steps; `trained` follows. */
  | { readonly kind: "stop-training" }
  | { readonly kind: "publish-contribution"; readonly contribution: Contribution }
  /** Push the own update to every linked peer. */
  | { readonly kind: "reveal" }
  | { readonly kind: "want-contribution"; readonly hash: Hash }
  | { readonly kind: "want-update"; readonly contribution: Contribution }
  /** Aggregate exactly these, ascending by device; `computed` follows. */
  | { readonly kind: "compute"; readonly key: string; readonly contributions: readonly Contribution[] }
  /** Sign the commit and send the signature to everybody; with a view, as that view's proposal. `vote` follows. */
  | { readonly kind: "vote"; readonly commit: Commit; readonly proposedView: number | null }
  /** This will probably be the next head. */
  | { readonly kind: "anticipate"; readonly commit: Commit }
  /** This is the next head. The record holds the certificate. */
  | { readonly kind: "adopt"; readonly commit: Commit }
  /** A certificate exists whose updates cannot be had: fetch the head's state instead. */
  | { readonly kind: "give-up"; readonly commit: Commit }
  | { readonly kind: "equivocation"; readonly device: PeerId }
  /** These peers signed a commit that does not follow from its contributions. */
  | { readonly kind: "wrong-commit"; readonly signers: readonly PeerId[] };

export interface Transition {
  readonly state: RoundState;
  readonly effects: readonly RoundEffect[];
}
