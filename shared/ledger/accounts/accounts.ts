/** What the records of a book come to: receipts, credit, boards, and who was found false. A pure function of them, brought up to date when somebody asks. */
import type { Hash, PeerId } from "../../core/ids.ts";
import type { Known } from "../book/known-record.ts";
import type { CheckedRecord } from "../checked-record.ts";
import type { IdentityBody } from "../records/identity.ts";
import { type Board, boardOf, type BoardQuery } from "./board.ts";
import { type Closing, type ClosingRules, planClosing } from "./closing.ts";
import type { CreditLine } from "./credit-line.ts";
import type { Decision } from "./decision.ts";
import { Fold, type FoldInputs } from "./fold.ts";
import { identityOf } from "./identity-of.ts";
import { devicesOf, ownerAt, ownershipOf, rootOf } from "./ownership.ts";
import { countPasses } from "./passes.ts";
import { type Person, personOf, type TeamAccount, teamAccountOf } from "./person.ts";
import { type Receipt, receiptOf } from "./receipt.ts";
import { type SitesQuery, type SiteTotals, siteTotals } from "./sites.ts";
import { type Totals, totalsOf } from "./totals.ts";
import type { Share } from "./share.ts";

export class Accounts {
  readonly #inputs: FoldInputs;
  readonly #fold: Fold;
  /** Of whoever was asked for. */
  readonly #identities = new Map<PeerId, IdentityBody | null>();

  /** Of what the book holds. What is added to the book later has to be told. */
  constructor(inputs: FoldInputs) {
    this.#inputs = inputs;
    this.#fold = new Fold(inputs);
    for (const checked of inputs.book.records()) this.#fold.add(checked);
  }

  /** A record that the book holds since just now; of a fork proof the two in it need not be told. */
  add(checked: CheckedRecord): void {
    const type = checked.content?.type;
    if (type === "identity" || type === "delegation" || type === "revocation" || type === "fork-proof")
      this.#identities.clear();
    this.#fold.add(checked);
  }

  /** An own replay of this contribution showed what `settled` now says. */
  settle(contribution: Hash): void {
    this.#fold.settle(contribution);
  }

  /** This peer stands on this head now, as `followed` says. */
  follow(project: Hash, head: Hash): void {
    this.#fold.chains.follow(project, head);
  }

  /** Facts of a project are others now. */
  refresh(): void {
    this.#fold.chains.doubt();
  }

  /** The commits on which credit counts, oldest first. */
  chainOf(project: Hash): readonly Known<"commit">[] {
    return this.#fresh().chains.of(project);
  }

  /** What audits have said of a committed contribution. */
  decisionOf(contribution: Hash): Decision {
    return this.#fresh().decisions.of(contribution);
  }

  /** Whose the record at this place is; without a place, who has the device in hand, whatever was revoked. */
  rootOf(device: PeerId, seq: number | null = null): PeerId {
    return rootOf(this.#inputs.book, device, seq);
  }

  identityOf(root: PeerId): IdentityBody | null {
    let identity = this.#identities.get(root);
    if (identity === undefined) {
      identity = identityOf(this.#inputs.book, root);
      this.#identities.set(root, identity);
    }
    return identity;
  }

  /**
   * Audits passed in a row, which decide how often somebody is audited. Of one project: in another, people may vouch for each other as they like.
   * @param device any of the person's, or their root
   */
  passesOf(device: PeerId, project: Hash): number {
    const { tracks } = this.#fresh();
    const root = this.rootOf(device);
    const own = devicesOf(this.#inputs.book, root).flatMap((device) => {
      const track = tracks.find(project, device);
      const ownership = ownershipOf(this.#inputs.book, device);
      const isOwn = (seq: number) => ownerAt(ownership, device, seq) === root;
      return track === null ? [] : [{ track, isOwn }];
    });
    return countPasses(own);
  }

  /** Whether the device contradicted itself, or something of it was found false: in this project, or without one in any. */
  isRefused(device: PeerId, project: Hash | null = null): boolean {
    if (this.#inputs.book.forkedAt(device) !== null) return true;
    const tracks = this.#fresh().tracks.ofDevice(device);
    return tracks.some(
      (track) => track.findings.length > 0 && (project === null || track.project === project),
    );
  }

  /** @returns null for a contribution that is unknown, or of a project that is */
  receipt(contribution: Hash): Receipt | null {
    return receiptOf(this.#inputs, this.#fresh(), contribution);
  }

  /** Receipts of a person, newest first. @param before seconds since 1970: only older ones */
  receiptsOf(root: PeerId, limit: number, before: number = Infinity): readonly Receipt[] {
    const { book } = this.#inputs;
    const own = devicesOf(book, root).flatMap((device) => {
      const ownership = ownershipOf(book, device);
      return book
        .feed(device)
        .filter(
          ({ content: { seq, type } }) => type === "contribution" && ownerAt(ownership, device, seq) === root,
        );
    });
    return own
      .filter(({ at }) => at < before)
      .sort(
        (a, b) => b.at - a.at || b.content.seq - a.content.seq || (a.record.hash < b.record.hash ? -1 : 1),
      )
      .slice(0, limit)
      .flatMap(({ record }) => this.receipt(record.hash) ?? []);
  }

  /** What old receipts may give way to, and which. Nothing changes here: whoever forgets them begins new accounts. */
  planClosing(rules: ClosingRules): Closing {
    return planClosing(this.#inputs, this.#fresh(), rules);
  }

  /** Contributions that are in the sums and whose receipts need not be here any more. @param project null for all */
  closedCount(project: Hash | null): number {
    return this.#inputs.closed?.contributionCount(project) ?? 0;
  }

  /** What everybody did, one line for each thing that is not closed. @param project null for all */
  lines(project: Hash | null): readonly CreditLine[] {
    return this.#fresh()
      .tracks.all(project)
      .flatMap((track) => track.lines);
  }

  /** Of everybody. @param project null for all */
  totals(project: Hash | null): Totals {
    return totalsOf(this.#shares(project));
  }

  person(root: PeerId, nowSeconds: number): Person {
    const { tracks } = this.#fresh();
    const devices = devicesOf(this.#inputs.book, root);
    const shares = devices
      .flatMap((device) => tracks.ofDevice(device))
      .flatMap((track) => track.shares.filter((share) => share.root === root));
    return personOf(root, this.identityOf(root), devices, shares, nowSeconds);
  }

  /** @returns null for a team whose record is unknown */
  team(team: Hash, nowSeconds: number): TeamAccount | null {
    const known = this.#inputs.book.team(team);
    if (known === null) return null;
    return teamAccountOf(
      known,
      this.#shares(null).filter((share) => share.team === team),
      nowSeconds,
    );
  }

  leaderboard(query: BoardQuery): Board {
    return boardOf(this.#shares(query.project), query, {
      identityOf: (root) => this.identityOf(root),
      teamOf: (team) => this.#inputs.book.team(team)?.content.body ?? null,
    });
  }

  /** What was given on which site, in all projects. */
  sites(query: SitesQuery): readonly SiteTotals[] {
    const { book } = this.#inputs;
    const siteOf = (contribution: Hash) => book.contribution(contribution)?.content.body.site ?? null;
    return siteTotals(this.lines(null), siteOf, query);
  }

  /** Receipts of what was given on a site, newest first. */
  receiptsFrom(site: string, limit: number): readonly Receipt[] {
    const { book } = this.#inputs;
    return this.lines(null)
      .filter(({ kind, record }) => kind === "work" && book.contribution(record)?.content.body.site === site)
      .sort((a, b) => b.at - a.at || (a.record < b.record ? -1 : 1))
      .slice(0, limit)
      .flatMap(({ record }) => this.receipt(record) ?? []);
  }

  #shares(project: Hash | null): readonly Share[] {
    return this.#fresh()
      .tracks.all(project)
      .flatMap((track) => track.shares);
  }

  #fresh(): Fold {
    this.#fold.refresh();
    return this.#fold;
  }
}
