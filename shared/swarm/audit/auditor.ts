/**
 * Replays others' contributions: those that the beacon draws this peer for, and those that somebody calls false. What a replay shows is signed, and this peer
 * believes its own replays whatever others say.
 */
import { must } from "../../core/assert.ts";
import type { Hash, PeerId } from "../../core/ids.ts";
import { auditorCount, auditorsOf, isDrawn } from "../../ledger/accounts/audit-draw.ts";
import { type CheckedRecord, openStored } from "../../ledger/checked-record.ts";
import type { Feed } from "../../ledger/feed.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import type { VerdictBody } from "../../ledger/records/verdict.ts";
import { REFUTED_VERDICTS } from "../../ledger/record-limits.ts";
import type { RoundReplayer } from "../../ports/round-replayer.ts";
import { type Duty, Duties } from "./duties.ts";
import { type ReplayRules, replayContribution, type Shown } from "./replay-contribution.ts";
import { RoundShelf, type ShelvedRound } from "./round-shelf.ts";
import { innerHash, isTrueVerdict } from "./secrets.ts";

/** Verdicts that are signed on one contribution: who goes on contradicting what was replayed here is not answered for ever. */
const MOST_ANSWERS = 4;
/** Replays whose secrets are kept: a false verdict on one of them is seen at once, however late it comes. */
const MOST_SHOWN = 512;

export interface AuditorPorts {
  readonly rules: ReplayRules & { readonly project: Hash };
  readonly ledger: Ledger;
  readonly feed: Feed;
  /** Null: this peer's bits are its own, so that it cannot judge others'. */
  readonly replayer: RoundReplayer | null;
  readonly wallSeconds: () => number;
  /** Tells everybody. */
  readonly publish: (record: CheckedRecord) => void;
  /** Whose work is checked now; null: nobody's. */
  readonly onChange: (device: PeerId | null) => void;
  readonly onProblem: (error: unknown) => void;
}

export class Auditor {
  readonly #ports: AuditorPorts;
  readonly #shelf = new RoundShelf();
  readonly #duties = new Duties();
  /** What own replays have shown, by contribution. */
  readonly #shown = new Map<Hash, Shown>();
  /** How often work of each device was replayed here. */
  readonly #replays = new Map<PeerId, number>();
  /** Verdicts that this peer has refuted already. */
  readonly #refuted = new Set<Hash>();
  /** How many it has signed because of others', by contribution. */
  readonly #answers = new Map<Hash, number>();
  readonly #endListening: () => void;
  #running: { readonly duty: Duty; readonly cancel: () => void } | null = null;
  #isStopped = false;

  constructor(ports: AuditorPorts) {
    this.#ports = ports;
    this.#endListening = ports.ledger.listen((checked) => this.#onRecord(checked));
  }

  /** Whose work is checked now. */
  get subject(): PeerId | null {
    return this.#running?.duty.contribution.device ?? null;
  }

  /** A round ended whose updates are here. */
  onRound(round: ShelvedRound): void {
    this.#shelf.add(round);
    for (const { record } of round.body.contributions)
      if (this.#isDrawnFor(round, record)) this.#assign(round, record, false);
    this.#goOn();
  }

  stop(): void {
    this.#isStopped = true;
    this.#endListening();
    this.#running?.cancel();
  }

  #isDrawnFor({ commit, body }: ShelvedRound, record: Hash): boolean {
    const { ledger, feed } = this.#ports;
    const part = must(
      body.contributions.find((included) => included.record === record),
      "of this commit",
    );
    if (part.weight === 0) return false; // nothing came of it, and nothing is earned by it
    const passes = this.#passesOf(part.device);
    if (!isDrawn(commit, record, passes)) return false;
    const order = auditorsOf(commit, body, part, (device) => ledger.accounts.rootOf(device));
    const rank = order.indexOf(feed.device);
    return rank >= 0 && rank < auditorCount(commit, record, passes);
  }

  #assign(round: ShelvedRound, record: Hash, isJury: boolean): void {
    const { feed } = this.#ports;
    const contribution = round.contributions.get(record);
    if (contribution === undefined || contribution.device === feed.device || this.#shown.has(record)) return;
    this.#duties.add({ round, contribution, isJury, replays: this.#replays.get(contribution.device) ?? 0 });
  }

  #passesOf(device: PeerId): number {
    const { ledger, rules } = this.#ports;
    return ledger.accounts.passesOf(device, rules.project);
  }

  #onRecord({ record, content }: CheckedRecord): void {
    if (content?.type !== "verdict" || content.device === this.#ports.feed.device) return;
    const { contribution } = content.body;
    const shown = this.#shown.get(contribution);
    if (shown !== undefined) {
      if (!isTrueVerdict(content.device, content.body, shown))
        void this.#refute(contribution, shown, content.device, record.hash);
      return;
    }
    if (isAccusation(content.body)) this.#hearAccusation(content.device, contribution);
  }

  /** Only those of the same round may accuse and judge: who makes up devices makes up accusations, and each costs a replay. */
  #hearAccusation(accuser: PeerId, contribution: Hash): void {
    const { ledger, feed } = this.#ports;
    const round = this.#shelf.find(contribution);
    const cell = new Set(round?.body.contributions.map(({ device }) => device));
    if (
      round === null ||
      !cell.has(accuser) ||
      !cell.has(feed.device) ||
      ledger.isRefused(accuser, this.#ports.rules.project)
    )
      return;
    this.#assign(round, contribution, true);
    this.#goOn();
  }

  #goOn(): void {
    const { replayer } = this.#ports;
    if (this.#running !== null || this.#isStopped || replayer?.canReplay() !== true) return;
    let duty = this.#duties.take();
    while (duty?.isJury === true && !this.#isOpen(duty.contribution.record)) duty = this.#duties.take();
    if (duty !== null) void this.#replay(replayer, duty);
  }

  /** Whether it is open yet: nothing is settled, and neither the accuser has been shown to be false meanwhile nor, where it is one, the accused auditor. */
  #isOpen(contribution: Hash): boolean {
    const { ledger, rules } = this.#ports;
    const isGood = (device: PeerId | undefined) =>
      device !== undefined && !ledger.isRefused(device, rules.project);
    const said = ledger.book.verdictsOn(contribution);
    const auditorOf = (verdict: Hash) => said.find(({ record }) => record.hash === verdict)?.content.device;
    const isDisputed = ledger.accounts.decisionOf(contribution).outcome === "disputed";
    return said.some(
      ({ content: { device, body } }) =>
        isGood(device) &&
        ((isDisputed && body.result === "mismatch") ||
          body.refutes.some((verdict) => isGood(auditorOf(verdict)))),
    );
  }

  async #replay(replayer: RoundReplayer, duty: Duty): Promise<void> {
    const { rules, onChange, onProblem } = this.#ports;
    const { round, contribution } = duty;
    const { cancel, result } = replayContribution(replayer, rules, round, contribution, {
      isUrgent: false,
    });
    this.#running = { duty, cancel };
    onChange(contribution.device);
    try {
      const shown = await result;
      const { device, record } = contribution;
      if (shown !== null) this.#replays.set(device, (this.#replays.get(device) ?? 0) + 1);
      if (shown !== null && !this.#isStopped) await this.#conclude(record, shown);
    } catch (error) {
      onProblem(error); // of this peer's engine or disk; it says nothing about the contribution
    }
    this.#running = null;
    onChange(null);
    this.#goOn();
  }

  /** A replay for another purpose has shown this contribution to be false. */
  async accuse(contribution: Hash, shown: Shown): Promise<void> {
    if (this.#shown.has(contribution)) return;
    try {
      await this.#conclude(contribution, shown);
    } catch (error) {
      this.#ports.onProblem(error);
    }
  }

  /** Signs what was shown, and looks at what others have said. */
  async #conclude(contribution: Hash, shown: Shown): Promise<void> {
    this.#remember(contribution, shown);
    await this.#sign(contribution, shown, this.#falseVerdicts(contribution, shown));
  }

  #remember(contribution: Hash, shown: Shown): void {
    const [oldest] = this.#shown.keys();
    if (this.#shown.size >= MOST_SHOWN && oldest !== undefined) {
      this.#shown.delete(oldest);
      this.#answers.delete(oldest);
    }
    this.#shown.set(contribution, shown);
    this.#settle(contribution, shown);
  }

  #falseVerdicts(contribution: Hash, shown: Shown): readonly Hash[] {
    return this.#ports.ledger.book
      .verdictsOn(contribution)
      .filter(
        ({ content: { device, body } }) =>
          device !== this.#ports.feed.device && !isTrueVerdict(device, body, shown),
      )
      .map(({ record }) => record.hash);
  }

  #settle(contribution: Hash, shown: Shown): void {
    const falseVerdicts = new Set(this.#falseVerdicts(contribution, shown));
    this.#ports.ledger.settle(contribution, {
      isTrue: shown.isTrue,
      window: shown.window,
      falseVerdicts,
    });
  }

  async #refute(contribution: Hash, shown: Shown, judge: PeerId, verdict: Hash): Promise<void> {
    this.#settle(contribution, shown);
    const answers = this.#answers.get(contribution) ?? 0;
    if (answers >= MOST_ANSWERS || !this.#mayJudge(judge, contribution)) return;
    this.#answers.set(contribution, answers + 1);
    try {
      await this.#sign(contribution, shown, [verdict]);
    } catch (error) {
      this.#ports.onProblem(error);
    }
  }

  /** Whether anybody listens to a device's verdict: it contributed to the same round. */
  #mayJudge(judge: PeerId, contribution: Hash): boolean {
    const commits = this.#ports.ledger.book.commitsIncluding(contribution);
    return commits.some(({ content }) =>
      content.body.contributions.some(({ device, record }) => device === judge && record !== contribution),
    );
  }

  async #sign(contribution: Hash, shown: Shown, falseVerdicts: readonly Hash[]): Promise<void> {
    const { feed, rules, wallSeconds, publish } = this.#ports;
    const refutes = falseVerdicts.filter((hash) => !this.#refuted.has(hash)).slice(0, REFUTED_VERDICTS);
    for (const hash of refutes) this.#refuted.add(hash);
    const body: VerdictBody = {
      project: rules.project,
      contribution,
      result: shown.isTrue ? "match" : "mismatch",
      window: shown.window,
      inner: shown.secrets.map((secret) => innerHash(feed.device, secret)),
      distanceMicros: shown.distanceMicros,
      refutes,
      at: wallSeconds(),
    };
    const record = await feed.append({ type: "verdict", body });
    publish(must(openStored(record), "made by this peer"));
  }
}

/** Of the trainer, or of an auditor: either way more have to look. */
function isAccusation({ result, refutes }: VerdictBody): boolean {
  return result === "mismatch" || refutes.length > 0;
}
