/** What the page may ask about receipts, credit and identity. Types only; plain data, times in seconds since 1970, FLOPs as decimal text because they outgrow 2⁵³. */
import type { Hash, PeerId } from "../shared/core/ids.ts";
import type { FeedPlace } from "../shared/ledger/record.ts";
import type { Problem, Reason } from "../shared/problems/problem.ts";
import type {
  ExportFormat,
  LeaderboardQuery,
  LeaderboardView,
  SitesQuery,
  SitesView,
} from "./ledger-views/board.ts";
import type { CreditView, ReceiptView } from "./ledger-views/receipts.ts";
import type { CertificateView, RoundView, RoundsQuery } from "./ledger-views/rounds.ts";

/** What changes while people watch; sent at most twice a second. */
export interface LedgerSummary {
  readonly root: PeerId;
  readonly device: PeerId;
  readonly credit: CreditView;
  /** Newest first, at most 50. */
  readonly newest: readonly ReceiptView[];
  readonly recordCount: number;
  /** Newest record, seconds; 0 for none. */
  readonly asOf: number;
  /** What storage cannot do; none when all is well. */
  readonly storageProblems: readonly Problem[];
}

export interface IdentityView {
  readonly root: PeerId;
  readonly fingerprint: string;
  readonly device: PeerId;
  readonly deviceFingerprint: string;
  /** Chosen, or generated. */
  readonly name: string;
  readonly isNameChosen: boolean;
  readonly isListed: boolean;
  readonly country: string;
  readonly team: { readonly id: Hash; readonly name: string; readonly url: string } | null;
  /** Devices of this person with the time of their delegation. */
  readonly devices: readonly {
    readonly device: PeerId;
    readonly since: number;
    readonly isRevoked: boolean;
    readonly isThis: boolean;
  }[];
  /** Whether the phrase is still kept here and can be shown. */
  readonly hasPhrase: boolean;
}

export interface IdentityChange {
  readonly name?: string;
  readonly isListed?: boolean;
  readonly country?: string;
  /** Id of a team, or null to leave. */
  readonly team?: Hash | null;
}

/** A project that was trained in this browser. */
export interface KnownProject {
  readonly id: Hash;
  /** As its owner calls it. */
  readonly name: string;
  readonly modelName: string;
  readonly unit: "tokens" | "rows" | "images";
  /** Of the chain on which credit counts; null where none is known. `at`: seconds since 1970. */
  readonly lastRound: { readonly round: number; readonly at: number } | null;
  /** As of ProjectWork. */
  readonly ownShare: number;
  /** Whether its model is on this disk. */
  readonly isKept: boolean;
}

/** What is known here of a project's work. */
export interface ProjectWork {
  /** That count. */
  readonly contributions: number;
  readonly devices: number;
  /** Times of the first and the last commit. */
  readonly from: number;
  readonly to: number;
  /** Of the tokens, rows or images that count: those of the visitor's devices, 0 … 1. */
  readonly ownShare: number;
}

export interface VerifyProgress {
  readonly step: string;
  readonly done: number;
  readonly total: number;
}

export interface VerifyResult {
  readonly isValid: boolean;
  /** Work that counts: operations as decimal text. */
  readonly flops: string;
  /** Times of the first and the last commit; null without any. */
  readonly span: { readonly from: number; readonly to: number } | null;
  readonly records: number;
  readonly contributions: number;
  readonly commits: number;
  readonly peers: number;
  readonly credit: number;
  readonly head: Hash | null;
  readonly firstFailure: {
    readonly position: number;
    /** Null: the file as a whole. */
    readonly record: string | null;
    readonly reason: Reason;
  } | null;
}

/** An action that can be refused. */
export type Outcome<T = null> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem };

/** Who would get what a widget's device has given. */
export interface Claimant {
  readonly root: PeerId;
  readonly fingerprint: string;
  /** Chosen, or generated. */
  readonly name: string;
}

/** A person's signature under a delegation of a device to them, which its feed has to take up at this place. */
export interface OwnerTicket {
  readonly place: FeedPlace;
  readonly root: PeerId;
  /** Seconds since 1970. */
  readonly at: number;
  readonly signature: Uint8Array;
}

export type ClaimAnswer =
  /** The signed record, as others get it. */
  | { readonly kind: "done"; readonly record: Uint8Array }
  /** The device has written since: the person has to sign for this place. */
  | { readonly kind: "moved"; readonly place: FeedPlace };

export interface LedgerApi {
  /** Registers the one listener; it is called at once and whenever something changed. */
  watch(listener: (summary: LedgerSummary) => void): Promise<void>;
  /** Own receipts, newest first. @param before seconds: only older ones; null for the newest */
  receipts(before: number | null, limit: number): Promise<readonly ReceiptView[]>;
  /** Any receipt, or somebody's newest; for the cells of the leaderboard. */
  receipt(record: Hash): Promise<ReceiptView | null>;
  receiptsOf(root: PeerId, limit: number): Promise<readonly ReceiptView[]>;
  leaderboard(query: LeaderboardQuery): Promise<LeaderboardView>;
  /** What was given on which site, in all projects. */
  sites(query: SitesQuery): Promise<SitesView>;
  /** The newest of what was given on a site. */
  receiptsFrom(site: string, limit: number): Promise<readonly ReceiptView[]>;
  /** Of the chain on which credit counts, without gaps; none of a project that is not known here. */
  rounds(query: RoundsQuery): Promise<readonly RoundView[]>;
  /** Null of a project of which no committed round is known. */
  projectWork(project: Hash): Promise<ProjectWork | null>;
  /** The ones with the newest rounds first. */
  projects(): Promise<readonly KnownProject[]>;
  /** What to call whoever has this device in hand. */
  nameOf(device: PeerId): Promise<string>;
  identity(): Promise<IdentityView>;
  changeIdentity(change: IdentityChange): Promise<Outcome>;
  /** The twelve words, or null when they are not kept here any more. */
  phrase(): Promise<string | null>;
  forgetPhrase(): Promise<void>;
  /** Becomes the person whose words these are; what this device did until now stays with who it was. */
  restore(phrase: string): Promise<Outcome>;
  createTeam(name: string, url: string): Promise<Outcome<Hash>>;
  revokeDevice(device: PeerId): Promise<Outcome>;
  /** In a frame on somebody else's page: what a person has to sign who takes this device. */
  claimPlace(): Promise<Outcome<FeedPlace>>;
  /** There: this device is the person's from now on, with what it did before. */
  acceptOwner(ticket: OwnerTicket): Promise<Outcome<ClaimAnswer>>;
  /** On the own page: who would get a widget's device; null when nobody is here yet. Begins nothing. */
  claimant(): Promise<Outcome<Claimant | null>>;
  /** There: signs that the device is the person's, who begins with this if nobody is here yet. */
  claimDevice(place: FeedPlace): Promise<Outcome<OwnerTicket>>;
  /** There: keeps what came of it, so that others hear of it from here too. @param record as in ClaimAnswer */
  keepClaim(record: Uint8Array): Promise<Outcome>;
  exportBoard(format: ExportFormat, project: Hash | null): Promise<string>;
  /** Everything that proves a project's history, as a file; null when this browser has nothing of it. */
  exportBundle(project: Hash): Promise<Blob | null>;
  verify(bundle: Blob, onProgress: (progress: VerifyProgress) => void): Promise<VerifyResult>;
  /** What the certificate of the own credit says. */
  certificate(): Promise<CertificateView>;
}
