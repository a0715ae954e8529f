import type { Hash, PeerId } from "../../shared/core/ids.ts";
import { auditorsOf } from "../../shared/ledger/accounts/audit-draw.ts";
import { canonicalChain } from "../../shared/ledger/accounts/chain.ts";
import {
  type CommittedWork,
  committedWork,
  hashOfWork,
  roundOf,
} from "../../shared/ledger/accounts/committed-work.ts";
import { attributionOf, type CreditLine, creditLine } from "../../shared/ledger/accounts/credit-line.ts";
import { type Decision, decide, UNAUDITED } from "../../shared/ledger/accounts/decision.ts";
import { rootOf } from "../../shared/ledger/accounts/ownership.ts";
import {
  type Finding,
  forkFinding,
  type Standing,
  standingOf,
  type Worked,
} from "../../shared/ledger/accounts/standing.ts";
import type { Truth } from "../../shared/ledger/accounts/truth.ts";
import { creditKind } from "../../shared/ledger/accounts/vesting.ts";
import { votesOn } from "../../shared/ledger/accounts/votes.ts";
import type { RecordBook } from "../../shared/ledger/book.ts";
import { FACTS } from "./ledger-fixtures.ts";

/** The whole fold at once, with nothing kept from before: what accounts that grew must agree with. */
export class FullFold {
  readonly #book: RecordBook;
  readonly works: readonly CommittedWork[];
  /** Of every contribution, committed or not. */
  readonly decisions: ReadonlyMap<Hash, Decision>;
  readonly #standings: ReadonlyMap<PeerId, Standing>;

  constructor(book: RecordBook, settled: ReadonlyMap<Hash, Truth>) {
    this.#book = book;
    const chain = canonicalChain(book, FACTS, null);
    this.works = chain.flatMap((commit) =>
      commit.content.body.contributions.flatMap(
        ({ record }) => committedWork(commit, book.contribution(record), FACTS) ?? [],
      ),
    );
    const person = (device: PeerId) => rootOf(book, device);
    const undecided = [...book.records()].filter(({ content }) => content?.type === "contribution");
    this.decisions = new Map([
      ...undecided.map(({ record }) => [record.hash, UNAUDITED] as const),
      ...this.works.map((work) => {
        const { device } = work.contribution.content;
        const hash = hashOfWork(work);
        const { record, content } = work.commit;
        const auditors = auditorsOf(record.hash, content.body, { device, record: hash }, person);
        const votes = votesOn(auditors, book.verdictsOn(hash), person);
        const jurors = new Set(auditors.map(person)).size;
        return [hash, decide(votes, jurors, settled.get(hash) ?? null)] as const;
      }),
    ]);
    const devices = [...book.devices()];
    this.#standings = new Map(
      devices.map((device) => [device, standingOf(this.#entriesOf(device), this.#findings(device))]),
    );
  }

  lines(): readonly CreditLine[] {
    return [...this.#standings].flatMap(([device, standing]) => {
      const entries = this.#entriesOf(device);
      const attribution = attributionOf(this.#book, device);
      const lastPassed = entries.findLastIndex(
        ({ work }, index) => this.#hasPassed(work) && index < standing.foundAt,
      );
      const progress = { count: entries.length, lastPassed, standing };
      const worked = entries.map(({ work }, index) => {
        const isDisputed = this.#isDisputed(work);
        const state = creditKind(progress, { index, isFiltered: work.weight === 0, isDisputed });
        const { seq } = work.contribution.content;
        return creditLine("work", { record: hashOfWork(work), device, seq }, work, attribution, state);
      });
      const audited = this.#audited(device).flatMap(([{ record, content }, work]) => {
        if (!this.#decision(work).upheld.some(({ verdict }) => verdict === record.hash)) return [];
        const before = entries.filter((entry) => roundOf(entry.work) < roundOf(work)).length;
        const claim = { index: before, isFiltered: roundOf(work) >= standing.voidRound, isDisputed: false };
        const place = { record: record.hash, device, seq: content.seq };
        return [creditLine("audit", place, work, attribution, creditKind(progress, claim))];
      });
      return [...worked, ...audited];
    });
  }

  devices(): readonly PeerId[] {
    return [...this.#standings.keys()];
  }

  isRefused(device: PeerId): boolean {
    return this.#standings.get(device)?.because !== null;
  }

  #entriesOf(device: PeerId): readonly Worked[] {
    return this.works.flatMap((work) => (work.contribution.content.device === device ? [{ work }] : []));
  }

  #audited(device: PeerId) {
    const works = new Map(this.works.map((work) => [hashOfWork(work), work]));
    return this.#book.verdictsBy(device).flatMap((verdict) => {
      const work = works.get(verdict.content.body.contribution);
      return work ? [[verdict, work] as const] : [];
    });
  }

  #findings(device: PeerId): readonly Finding[] {
    const entries = this.#entriesOf(device);
    const forkedAt = this.#book.forkedAt(device);
    const fakes = entries.filter(({ work }) => this.#decision(work).outcome === "false");
    const lies = this.#audited(device).filter(([{ record }, work]) =>
      this.#decision(work).falseVerdicts.has(record.hash),
    );
    return [
      ...fakes.map(({ work }): Finding => {
        const { seq } = work.contribution.content;
        const window = this.#decision(work).window ?? -1;
        return { kind: "false-contribution", record: hashOfWork(work), seq, round: roundOf(work), window };
      }),
      ...lies.map(([{ record, content }, work]): Finding => {
        return { kind: "false-verdict", record: record.hash, seq: content.seq, round: roundOf(work) };
      }),
      ...(forkedAt === null ? [] : [forkFinding(entries, forkedAt)]),
    ];
  }

  #hasPassed(work: CommittedWork): boolean {
    const { outcome, upheld } = this.#decision(work);
    const isGood = (device: PeerId) => roundOf(work) < this.#standings.get(device)!.voidRound;
    return outcome === "passed" && upheld.some(({ device }) => isGood(device));
  }

  #isDisputed(work: CommittedWork): boolean {
    const { accusers } = this.#decision(work);
    return accusers.some((device) => roundOf(work) < this.#standings.get(device)!.voidRound);
  }

  #decision(work: CommittedWork): Decision {
    return this.decisions.get(hashOfWork(work))!;
  }
}
