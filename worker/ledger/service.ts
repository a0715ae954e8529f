/** Answers what the page asks about receipts, credit and identity, over the ledger of this browser. */
import type { Hash, PeerId } from "../../shared/core/ids.ts";
import { plural } from "../../shared/data/wording.ts";
import type { CheckedRecord } from "../../shared/ledger/checked-record.ts";
import type { Ledger } from "../../shared/ledger/ledger.ts";
import type { Clock } from "../../shared/ports/clock.ts";
import type { Verifier } from "../../shared/ports/signatures.ts";
import type { Project } from "../../shared/project/manifest.ts";
import type { RunDescription } from "../api.ts";
import type { Pen } from "../identity/profile.ts";
import type {
  ExportFormat,
  IdentityChange,
  IdentityView,
  KnownProject,
  LeaderboardQuery,
  LeaderboardView,
  LedgerApi,
  LedgerSummary,
  Outcome,
  ProjectWork,
  ReceiptView,
  RoundsQuery,
  RoundView,
  VerifyProgress,
  VerifyResult,
} from "../ledger-api.ts";
import type { BlobCache } from "../storage/blob-store.ts";
import type { HeadDatabase } from "../storage/head-store.ts";
import { boardFile } from "./board-files.ts";
import { boardView } from "./board-view.ts";
import { checkBundle } from "./check-bundle.ts";
import { countReceipts, creditView } from "./credit-view.ts";
import { identityView } from "./identity-view.ts";
import { knownProjects } from "./known-projects.ts";
import { type LedgerParts, openParts, type PartsPorts } from "./ledger-parts.ts";
import { makeBundle } from "./make-bundle.ts";
import { nameOfDevice } from "./names.ts";
import { outcomeOf } from "./outcome.ts";
import { ownCertificate } from "./own-certificate.ts";
import { projectWork } from "./project-work.ts";
import { receiptView } from "./receipt-view.ts";
import { roundsView } from "./rounds-view.ts";
import { findSelf, type Self } from "./self.ts";
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
  readonly verifier: Verifier;
  readonly clock: Clock;
  /** What storage cannot do, in a sentence; empty when all is well. */
  readonly storageProblem: () => string;
}

/** The ledger as it is now, and who asks. */
interface Present extends LedgerParts {
  readonly self: Self;
}

export class LedgerService implements LedgerApi {
  readonly #ports: LedgerServicePorts;
  readonly #watch: SummaryWatch;
  #parts: { readonly ledger: Ledger; readonly opened: Promise<LedgerParts> } | null = null;
  /** Null when it has to be found anew. */
  #self: Promise<Self> | null = null;
  /** Settles when this device has said what others of the person said before. */
  #following: Promise<unknown> = Promise.resolve();
  /** Time of the newest record. */
  #asOf = 0;

  constructor(ports: LedgerServicePorts) {
    this.#ports = ports;
    this.#watch = new SummaryWatch(ports.clock, () => this.#summarize());
  }

  /** A project whose manifest is here: its work counts from now on. @param genesis hash of its first head, computed when it is not known */
  async learn(project: Project, description: RunDescription, genesis: () => Hash): Promise<void> {
    const { projects } = await this.#open();
    await projects.learn(project, description, genesis).catch(this.#ports.onProblem);
    this.#watch.changed();
  }

  /** This tab has taken up the pen. */
  onPen(pen: Pen): void {
    this.#forgetSelf();
    if (pen === this.#ports.pen.held) this.#follow();
  }

  watch(listener: (summary: LedgerSummary) => void): Promise<void> {
    return this.#watch.begin(listener);
  }

  async receipts(before: number | null, limit: number): Promise<readonly ReceiptView[]> {
    const { ledger, projects, self } = await this.#look();
    const most = Math.min(limit, MOST_RECEIPTS);
    const receipts = ledger.accounts.receiptsOf(self.root, most, before ?? Infinity);
    return receipts.flatMap((receipt) => receiptView(ledger, projects, receipt) ?? []);
  }

  async receipt(record: Hash): Promise<ReceiptView | null> {
    const { ledger, projects } = await this.#open();
    const receipt = ledger.accounts.receipt(record);
    return receipt && receiptView(ledger, projects, receipt);
  }

  async receiptsOf(root: PeerId, limit: number): Promise<readonly ReceiptView[]> {
    const { ledger, projects } = await this.#open();
    const receipts = ledger.accounts.receiptsOf(root, Math.min(limit, MOST_RECEIPTS));
    return receipts.flatMap((receipt) => receiptView(ledger, projects, receipt) ?? []);
  }

  async leaderboard(query: LeaderboardQuery): Promise<LeaderboardView> {
    const { ledger, self } = await this.#look();
    const identity = ledger.accounts.identityOf(self.root);
    const own = { person: self.root, team: identity?.team ?? null, country: identity?.country || null };
    const nowSeconds = this.#ports.wallSeconds();
    return boardView(ledger, query, { own: own[query.by], asOf: this.#asOf, nowSeconds });
  }

  async rounds(query: RoundsQuery): Promise<readonly RoundView[]> {
    const { ledger, self } = await this.#look();
    return roundsView(ledger, query, self);
  }

  async projectWork(project: Hash): Promise<ProjectWork | null> {
    const { ledger, self } = await this.#look();
    return projectWork(ledger, project, self);
  }

  async projects(): Promise<readonly KnownProject[]> {
    const { ledger, projects, self } = await this.#look();
    const kept = await this.#ports.heads.keptProjects().catch(() => []); // a disk that cannot be read keeps nothing
    return knownProjects(ledger, projects, self, kept);
  }

  async nameOf(device: PeerId): Promise<string> {
    const { ledger } = await this.#open();
    return nameOfDevice(ledger.accounts, device);
  }

  async identity(): Promise<IdentityView> {
    const { ledger, self } = await this.#look();
    return identityView(ledger, self, (await this.phrase()) !== null);
  }

  changeIdentity(change: IdentityChange): Promise<Outcome> {
    return this.#act(async ({ changes }) => {
      await changes.change(change);
      return null;
    });
  }

  async phrase(): Promise<string | null> {
    const { keys } = await this.#open();
    return (await keys?.root())?.phrase ?? null;
  }

  /** The device becomes the person's first, because nobody can say so later. */
  async forgetPhrase(): Promise<void> {
    const { changes, keys } = await this.#open();
    await changes.settle();
    await keys?.forgetPhrase();
    this.#forgetSelf();
  }

  restore(phrase: string): Promise<Outcome> {
    return this.#act(async ({ changes }) => {
      if (await changes.restore(phrase)) this.#ports.onNewPerson();
      return null;
    });
  }

  createTeam(name: string, url: string): Promise<Outcome<Hash>> {
    return this.#act(({ changes }) => changes.createTeam(name, url));
  }

  revokeDevice(device: PeerId): Promise<Outcome> {
    return this.#act(async ({ changes }) => {
      await changes.revoke(device);
      return null;
    });
  }

  async exportBoard(format: ExportFormat, project: Hash | null): Promise<string> {
    const { ledger } = await this.#open();
    return boardFile(ledger, format, project, this.#ports.wallSeconds());
  }

  async exportBundle(project: Hash): Promise<Blob | null> {
    const { ledger } = await this.#open();
    return makeBundle({ ...this.#ports, ledger }, project);
  }

  verify(bundle: Blob, onProgress: (progress: VerifyProgress) => void): Promise<VerifyResult> {
    const { clock } = this.#ports;
    const pause = () => new Promise<void>((resolve) => void clock.setTimer(0, resolve));
    return checkBundle(bundle, { checks: webCryptoChecks(), pause, onProgress });
  }

  async certificate(verifyLink: string): Promise<string> {
    const { ledger, projects, self } = await this.#look();
    const nowSeconds = this.#ports.wallSeconds();
    const [newest] = ledger.accounts.receiptsOf(self.root, 1);
    return ownCertificate(ledger.accounts.person(self.root, nowSeconds), {
      nameOfProject: (project) => projects.find(project)?.name ?? project,
      newestReceipt: newest?.contribution ?? null,
      verifyLink,
      nowSeconds,
    });
  }

  async #summarize(): Promise<LedgerSummary> {
    const { ledger, projects, self, damagedCount } = await this.#look();
    const person = ledger.accounts.person(self.root, this.#ports.wallSeconds());
    const receiptCount = countReceipts(ledger, person, (project) => projects.find(project) !== null);
    return {
      ...self,
      credit: creditView(person, receiptCount),
      newest: await this.receipts(null, NEWEST),
      recordCount: ledger.book.size,
      asOf: this.#asOf,
      storageProblem: this.#ports.storageProblem() || damageSentence(damagedCount()),
    };
  }

  async #act<T>(work: (parts: LedgerParts) => Promise<T>): Promise<Outcome<T>> {
    const parts = await this.#open();
    const outcome = await outcomeOf(() => work(parts));
    this.#forgetSelf();
    return outcome;
  }

  async #look(): Promise<Present> {
    const parts = await this.#open();
    this.#self ??= findSelf(parts.ledger, parts.keys, this.#ports.pen.held).catch((error: unknown) => {
      this.#self = null;
      throw error;
    });
    return { ...parts, self: await this.#self };
  }

  /** The profile gives another ledger when it could open the disk at last. */
  async #open(): Promise<LedgerParts> {
    const ledger = await this.#ports.profile.ledger();
    if (this.#parts?.ledger !== ledger) {
      for (const { at } of ledger.book.records()) this.#asOf = Math.max(this.#asOf, at);
      const opened = openParts(this.#ports, ledger, (checked) => this.#onRecord(checked));
      opened.catch(() => (this.#parts = null)); // the next one who asks tries again
      this.#parts = { ledger, opened };
      this.#forgetSelf();
    }
    return this.#parts.opened;
  }

  #onRecord({ at, content }: CheckedRecord): void {
    this.#asOf = Math.max(this.#asOf, at);
    if (content?.type === "delegation") this.#self = null;
    if (content?.type === "delegation" || content?.type === "identity") this.#hear(content);
    this.#watch.changed();
  }

  /** Somebody says something about a person. */
  #hear({ device, body }: { readonly device: PeerId; readonly body: { readonly root: PeerId } }): void {
    const own = this.#ports.pen.held?.signer.device;
    if (own === undefined || own === device) return;
    if (this.#parts?.ledger.accounts.rootOf(own) === body.root) this.#follow();
  }

  #forgetSelf(): void {
    this.#self = null;
    this.#watch.changed();
  }

  /** Only with a pen that stays: what is taken up for a moment would be down before. */
  #follow(): void {
    const { pen, onProblem } = this.#ports;
    const follow = async () => {
      const { changes } = await this.#open();
      if (pen.held !== null) await changes.follow(pen.held);
    };
    this.#following = this.#following.then(follow).catch(onProblem);
  }
}

function damageSentence(count: number): string {
  if (count === 0) return "";
  return `${plural(count, "record")} that this browser kept ${count === 1 ? "was" : "were"} damaged. Tabs that have ${count === 1 ? "it" : "them"} send ${count === 1 ? "it" : "them"} again.`;
}
