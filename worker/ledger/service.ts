/** Answers what the page asks about receipts, credit and identity, over the ledger of this browser. */
import type { Hash, PeerId } from "../../shared/core/ids.ts";
import { type Problem, tell } from "../../shared/problems/problem.ts";
import type { Clock } from "../../shared/ports/clock.ts";
import type { FeedPlace } from "../../shared/ledger/record.ts";
import type { Project } from "../../shared/project/manifest.ts";
import type { RunDescription } from "../api.ts";
import type { Pen } from "../identity/profile.ts";
import type { CertificateView, RoundsQuery, RoundView } from "../ledger-views/rounds.ts";
import type {
  ClaimAnswer,
  Claimant,
  IdentityChange,
  IdentityView,
  KnownProject,
  LedgerApi,
  LedgerSummary,
  Outcome,
  OwnerTicket,
  ProjectWork,
  VerifyProgress,
  VerifyResult,
} from "../ledger-api.ts";
import type {
  ExportFormat,
  LeaderboardQuery,
  LeaderboardView,
  SitesQuery,
  SitesView,
} from "../ledger-views/board.ts";
import type { ReceiptView } from "../ledger-views/receipts.ts";
import type { BlobCache } from "../storage/blob-store.ts";
import type { HeadDatabase } from "../storage/head-store.ts";
import { boardFile } from "./board-files.ts";
import { boardView } from "./board-view.ts";
import { checkBundle } from "./check-bundle.ts";
import { countReceipts, creditView } from "./credit-view.ts";
import { identityView } from "./identity-view.ts";
import { knownProjects } from "./known-projects.ts";
import type { PartsPorts } from "./ledger-parts.ts";
import { makeBundle } from "./make-bundle.ts";
import { nameOfDevice } from "./names.ts";
import { OpenLedger } from "./open-ledger.ts";
import { ownCertificate } from "./own-certificate.ts";
import { projectWork } from "./project-work.ts";
import { receiptView } from "./receipt-view.ts";
import { ownRounds, roundsView } from "./rounds-view.ts";
import { sitesView } from "./sites-view.ts";
import { SummaryWatch } from "./summary-watch.ts";
import { webCryptoChecks } from "./webcrypto-checks.ts";

/** Receipts of a summary. */
const NEWEST = 50;
/** Of one answer, however many are asked for. */
const MOST_RECEIPTS = 1_000;

export interface LedgerServicePorts extends PartsPorts {
  /** The visitor is somebody else now, on another device: whoever works as the present one has to begin again. */
  readonly onNewPerson: () => void;
  readonly cache: Pick<BlobCache, "get">;
  readonly heads: Pick<HeadDatabase, "keptProjects">;
  readonly clock: Clock;
  /** What storage cannot do, in a sentence; empty when all is well. */
  readonly storageProblems: () => readonly Problem[];
}

export class LedgerService implements LedgerApi {
  readonly #ports: LedgerServicePorts;
  readonly #watch: SummaryWatch;
  readonly #ledger: OpenLedger;

  constructor(ports: LedgerServicePorts) {
    this.#ports = ports;
    this.#watch = new SummaryWatch(ports.clock, () => this.#summarize());
    this.#ledger = new OpenLedger(ports, () => this.#watch.changed());
  }

  /** A project whose manifest is here: its work counts from now on. @param genesis hash of its first head, computed when it is not known */
  async learn(project: Project, description: RunDescription, genesis: () => Hash): Promise<void> {
    const { projects } = await this.#ledger.open();
    await projects.learn(project, description, genesis).catch(this.#ports.onProblem);
    this.#watch.changed();
  }

  /** This tab has taken up the pen. */
  onPen(pen: Pen): void {
    this.#ledger.onPen(pen);
  }

  watch(listener: (summary: LedgerSummary) => void): Promise<void> {
    return this.#watch.begin(listener);
  }

  async receipts(before: number | null, limit: number): Promise<readonly ReceiptView[]> {
    const { ledger, projects, self } = await this.#ledger.look();
    const most = Math.min(limit, MOST_RECEIPTS);
    const receipts = ledger.accounts.receiptsOf(self.root, most, before ?? Infinity);
    return receipts.flatMap((receipt) => receiptView(ledger, projects, receipt) ?? []);
  }

  async receipt(record: Hash): Promise<ReceiptView | null> {
    const { ledger, projects } = await this.#ledger.open();
    const receipt = ledger.accounts.receipt(record);
    return receipt && receiptView(ledger, projects, receipt);
  }

  async receiptsOf(root: PeerId, limit: number): Promise<readonly ReceiptView[]> {
    const { ledger, projects } = await this.#ledger.open();
    const receipts = ledger.accounts.receiptsOf(root, Math.min(limit, MOST_RECEIPTS));
    return receipts.flatMap((receipt) => receiptView(ledger, projects, receipt) ?? []);
  }

  async leaderboard(query: LeaderboardQuery): Promise<LeaderboardView> {
    const { ledger, self } = await this.#ledger.look();
    const identity = ledger.accounts.identityOf(self.root);
    const own = { person: self.root, team: identity?.team ?? null, country: identity?.country || null };
    const nowSeconds = this.#ports.wallSeconds();
    return boardView(ledger, query, { own: own[query.by], asOf: this.#ledger.asOf, nowSeconds });
  }

  async sites(query: SitesQuery): Promise<SitesView> {
    const { ledger } = await this.#ledger.open();
    return sitesView(ledger, query, { asOf: this.#ledger.asOf, nowSeconds: this.#ports.wallSeconds() });
  }

  async receiptsFrom(site: string, limit: number): Promise<readonly ReceiptView[]> {
    const { ledger, projects } = await this.#ledger.open();
    const receipts = ledger.accounts.receiptsFrom(site, Math.min(limit, MOST_RECEIPTS));
    return receipts.flatMap((receipt) => receiptView(ledger, projects, receipt) ?? []);
  }

  async rounds(query: RoundsQuery): Promise<readonly RoundView[]> {
    const { ledger, self } = await this.#ledger.look();
    return roundsView(ledger, query, self);
  }

  async projectWork(project: Hash): Promise<ProjectWork | null> {
    const { ledger, self } = await this.#ledger.look();
    return projectWork(ledger, project, self);
  }

  async projects(): Promise<readonly KnownProject[]> {
    const { ledger, projects, self } = await this.#ledger.look();
    const kept = await this.#ports.heads.keptProjects().catch(() => []); // a disk that cannot be read keeps nothing
    return knownProjects(ledger, projects, self, kept);
  }

  async nameOf(device: PeerId): Promise<string> {
    const { ledger } = await this.#ledger.open();
    return nameOfDevice(ledger.accounts, device);
  }

  async identity(): Promise<IdentityView> {
    const { ledger, self } = await this.#ledger.look();
    return identityView(ledger, self, (await this.phrase()) !== null);
  }

  changeIdentity(change: IdentityChange): Promise<Outcome> {
    return this.#ledger.act(async ({ changes }) => {
      await changes.change(change);
      return null;
    });
  }

  async phrase(): Promise<string | null> {
    const { keys } = await this.#ledger.open();
    if (this.#ports.profile.isAlone) return null;
    return (await keys?.root())?.phrase ?? null;
  }

  /** The device becomes the person's first, because nobody can say so later. */
  async forgetPhrase(): Promise<void> {
    const { changes, keys } = await this.#ledger.open();
    await changes.settle();
    await keys?.forgetPhrase();
    this.#ledger.forgetSelf();
  }

  restore(phrase: string): Promise<Outcome> {
    return this.#ledger.act(async ({ changes }) => {
      if (await changes.restore(phrase)) this.#ports.onNewPerson();
      return null;
    });
  }

  createTeam(name: string, url: string): Promise<Outcome<Hash>> {
    return this.#ledger.act(({ changes }) => changes.createTeam(name, url));
  }

  revokeDevice(device: PeerId): Promise<Outcome> {
    return this.#ledger.act(async ({ changes }) => {
      await changes.revoke(device);
      return null;
    });
  }

  claimPlace(): Promise<Outcome<FeedPlace>> {
    return this.#ledger.act(({ claims }) => claims.place());
  }

  acceptOwner(ticket: OwnerTicket): Promise<Outcome<ClaimAnswer>> {
    return this.#ledger.act(({ claims }) => claims.accept(ticket));
  }

  claimant(): Promise<Outcome<Claimant | null>> {
    return this.#ledger.act(({ claims }) => claims.claimant());
  }

  claimDevice(place: FeedPlace): Promise<Outcome<OwnerTicket>> {
    return this.#ledger.act(({ claims }) => claims.sign(place));
  }

  keepClaim(record: Uint8Array): Promise<Outcome> {
    return this.#ledger.act(async ({ claims }) => {
      await claims.keep(record);
      return null;
    });
  }

  async exportBoard(format: ExportFormat, project: Hash | null): Promise<string> {
    const { ledger } = await this.#ledger.open();
    return boardFile(ledger, format, project, this.#ports.wallSeconds());
  }

  async exportBundle(project: Hash): Promise<Blob | null> {
    const { ledger } = await this.#ledger.open();
    return makeBundle({ ...this.#ports, ledger }, project);
  }

  verify(bundle: Blob, onProgress: (progress: VerifyProgress) => void): Promise<VerifyResult> {
    const { clock } = this.#ports;
    const pause = () => new Promise<void>((resolve) => void clock.setTimer(0, resolve));
    return checkBundle(bundle, { checks: webCryptoChecks(), pause, onProgress });
  }

  async certificate(): Promise<CertificateView> {
    const { ledger, projects, self } = await this.#ledger.look();
    const nowSeconds = this.#ports.wallSeconds();
    const [newest] = ledger.accounts.receiptsOf(self.root, 1);
    return ownCertificate(ledger.accounts.person(self.root, nowSeconds), {
      nameOfProject: (project) => projects.find(project)?.name ?? project,
      newestReceipt: newest?.contribution ?? null,
      rounds: ownRounds(ledger, self),
      nowSeconds,
    });
  }

  async #summarize(): Promise<LedgerSummary> {
    const { ledger, projects, self, damagedCount } = await this.#ledger.look();
    const person = ledger.accounts.person(self.root, this.#ports.wallSeconds());
    const receiptCount = countReceipts(ledger, person, (project) => projects.find(project) !== null);
    return {
      ...self,
      credit: creditView(person, receiptCount),
      newest: await this.receipts(null, NEWEST),
      recordCount: ledger.book.size,
      asOf: this.#ledger.asOf,
      storageProblems: [...this.#ports.storageProblems(), ...damage(damagedCount())],
    };
  }
}

const damage = (count: number): readonly Problem[] =>
  count === 0 ? [] : [tell("receipts.damaged", { count })];
