/** What the page may ask about receipts, credit and identity. Types only; plain data, times in seconds since 1970, FLOPs as decimal text because they outgrow 2⁵³. */
import type { Hash, PeerId } from "../shared/core/ids.ts";

/** Why a contribution counts, or does not yet. */
export type ReceiptState =
  | { readonly kind: "not-committed" }
  /** In a commit of a branch that was left. */
  | { readonly kind: "left-behind" }
  | {
      readonly kind: "pending";
      /** Later contributions of the same device that are still to come. */
      readonly contributionsToGo: number;
      readonly isAudited: boolean;
      readonly isDisputed: boolean;
    }
  | { readonly kind: "vested" }
  | { readonly kind: "void"; readonly reason: string };

export interface AuditView {
  readonly auditor: PeerId;
  readonly auditorName: string;
  readonly result: "match" | "mismatch";
  /** First wrong window, from 0; meaningless for a match. */
  readonly window: number;
  /** Whether it counts for vesting: the auditor was drawn. */
  readonly isDrawn: boolean;
  readonly at: number;
}

export interface ReceiptView {
  /** The contribution record. */
  readonly record: Hash;
  readonly project: Hash;
  readonly projectName: string;
  readonly modelName: string;
  readonly round: number;
  readonly steps: number;
  readonly tokens: number;
  readonly unit: "tokens" | "rows" | "images";
  readonly profile: string;
  readonly loss: number;
  readonly at: number;
  readonly device: PeerId;
  /** The commit that included it; null before. */
  readonly commit: Hash | null;
  readonly weight: number;
  readonly flops: string;
  readonly credit: number;
  /** Who signed the commit. */
  readonly cosigners: readonly { readonly device: PeerId; readonly name: string }[];
  readonly audits: readonly AuditView[];
  readonly state: ReceiptState;
}

export interface CreditView {
  /** In credits (CREDIT_VERSION of shared/ledger/credit-unit.ts). */
  readonly vested: number;
  readonly pending: number;
  readonly void: number;
  /** Of `vested`: earned by checking others. */
  readonly audits: number;
  /** Decayed average, credits a day. */
  readonly recentAverage: number;
  readonly contributions: number;
  /** 0 … 1. */
  readonly acceptedShare: number;
  /** Hours (UTC) in which something was contributed. */
  readonly activeHours: number;
  readonly receiptCount: number;
}

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
  /** What storage cannot do, in a sentence; empty when all is well. */
  readonly storageProblem: string;
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

export interface LeaderboardQuery {
  readonly window: "all" | "30d" | "7d" | "24h";
  readonly project: Hash | null;
  readonly by: "person" | "team" | "country";
  /** Rows at most. */
  readonly limit: number;
  /** What decides the order; what was earned where nothing is said. */
  readonly unit?: "earned" | "hours" | "contributions" | undefined;
  /** Where the own row is not among the first: those around it in their place. */
  readonly isAroundOwn?: boolean | undefined;
  /** Only people or teams whose name has this in it; they keep their ranks. */
  readonly name?: string | undefined;
}

export interface LeaderboardRow {
  readonly rank: number;
  /** Root key, team id or country code. */
  readonly key: string;
  readonly name: string;
  /** False for a pseudonym. */
  readonly isNameChosen: boolean;
  readonly isOwn: boolean;
  readonly vested: number;
  readonly pending: number;
  readonly recentAverage: number;
  readonly contributions: number;
  /** Those that counted in their round. */
  readonly accepted: number;
  /** Hours (UTC) in which something was committed. */
  readonly activeHours: number;
  /** What `vested` is made of. */
  readonly flops: string;
  readonly acceptedShare: number;
  readonly lastAt: number;
}

export interface LeaderboardView {
  readonly rows: readonly LeaderboardRow[];
  /** The own row when it is not among them. */
  readonly own: LeaderboardRow | null;
  /** Of the whole board, or of what was searched for. */
  readonly rowCount: number;
  readonly asOf: number;
  readonly recordCount: number;
  /** Contributions of which only the sums are kept. */
  readonly closedCount: number;
}

/** Rounds of a project, newest first to be counted, ascending in the answer. */
export interface RoundsQuery {
  readonly project: Hash;
  /** A round: only those before it; null for the newest. */
  readonly before: number | null;
  readonly limit: number;
}

/** A committed round. */
export interface RoundView {
  readonly round: number;
  /** The commit record. */
  readonly commit: Hash;
  readonly at: number;
  /** Mean training loss of what counts, weighted by tokens; null where no contribution of it is kept. */
  readonly loss: number | null;
  /** Ascending by device. */
  readonly parts: readonly RoundPartView[];
}

/** What one device gave to a round. */
export interface RoundPartView {
  readonly device: PeerId;
  readonly root: PeerId;
  readonly name: string;
  /** What counts of it; of what was rejected, what would have. */
  readonly tokens: number;
  /** audited: an audit of it, or of later work of the device, was passed. */
  readonly state: "audited" | "pending" | "rejected";
  readonly isOwn: boolean;
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
    readonly reason: string;
  } | null;
}

/** An action that can be refused, with a sentence for people. */
export type Outcome<T = null> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: string };

export type ExportFormat = "json" | "csv" | "user.xml" | "team.xml" | "tables.xml";

export interface LedgerApi {
  /** Registers the one listener; it is called at once and whenever something changed. */
  watch(listener: (summary: LedgerSummary) => void): Promise<void>;
  /** Own receipts, newest first. @param before seconds: only older ones; null for the newest */
  receipts(before: number | null, limit: number): Promise<readonly ReceiptView[]>;
  /** Any receipt, or somebody's newest; for the cells of the leaderboard. */
  receipt(record: Hash): Promise<ReceiptView | null>;
  receiptsOf(root: PeerId, limit: number): Promise<readonly ReceiptView[]>;
  leaderboard(query: LeaderboardQuery): Promise<LeaderboardView>;
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
  exportBoard(format: ExportFormat, project: Hash | null): Promise<string>;
  /** Everything that proves a project's history, as a file; null when this browser has nothing of it. */
  exportBundle(project: Hash): Promise<Blob | null>;
  verify(bundle: Blob, onProgress: (progress: VerifyProgress) => void): Promise<VerifyResult>;
  /** SVG of the certificate of the own credit. */
  certificate(verifyLink: string): Promise<string>;
}
