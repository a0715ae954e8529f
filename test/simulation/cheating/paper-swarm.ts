/**
 * A swarm on paper: rounds are committed at once, nothing is trained, and there is no network. What sanctions hang on is real: records, draws, auditors with
 * their duties and their share of the time, verdicts, and the accounts, which all read alike. Thousands of rounds a minute.
 */
import { must } from "../../../shared/core/assert.ts";
import type { Hash, PeerId } from "../../../shared/core/ids.ts";
import type { Known } from "../../../shared/ledger/book/known-record.ts";
import { type CheckedRecord, openStored } from "../../../shared/ledger/checked-record.ts";
import { Feed } from "../../../shared/ledger/feed.ts";
import { MemoryFeedStore } from "../../../shared/ledger/memory-feed-store.ts";
import { commitBytes, sealRecord } from "../../../shared/ledger/record.ts";
import type { SignedRecord } from "../../../shared/ledger/signed-record.ts";
import type { Signer } from "../../../shared/ports/signatures.ts";
import { KeyedSignatures } from "../../../shared/simulation/keyed-signatures.ts";
import { Auditor } from "../../../shared/swarm/audit/auditor.ts";
import type { ShelvedRound } from "../../../shared/swarm/audit/round-shelf.ts";
import { type Lies, LyingAuditor } from "./lying-auditor.ts";
import { PaperLedger } from "./paper-ledger.ts";
import { PaperReplayer } from "./paper-replayer.ts";
import {
  PAPER_FACTS,
  PAPER_PARAMETERS,
  PAPER_RULES,
  PAPER_TOKENS,
  PAPER_WINDOWS,
  paperContribution,
} from "./paper-work.ts";

export interface PaperCheat {
  /** First window of its work of this round that it makes up; null: it does the work. */
  readonly fakes: (round: number) => number | null;
  /** "really": as everybody does; otherwise what it says without a replay. Null: it never audits. */
  readonly audits: "really" | Lies | null;
}

export interface PaperOptions {
  readonly seed: string;
  readonly honestCount: number;
  /** @param swarm in which they will cheat; empty yet */
  readonly cheats: (swarm: PaperSwarm) => readonly PaperCheat[];
  /** Audits that everybody passed before the first round. */
  readonly passes: number;
}

export interface PaperPeer {
  readonly device: PeerId;
  readonly cheat: PaperCheat | null;
  readonly signer: Signer;
  readonly feed: Feed;
  readonly replayer: PaperReplayer;
  readonly auditor: Auditor | null;
  readonly liar: LyingAuditor | null;
}

const START_SECONDS = 1_793_491_200;
const ROUND_SECONDS = 30;

export class PaperSwarm {
  readonly signatures: KeyedSignatures;
  readonly ledger: PaperLedger;
  readonly peers: readonly PaperPeer[];
  /** Contributions that were made up, in part or all. */
  readonly fakes = new Set<Hash>();
  /** What a replay could not cope with: nothing, ever. */
  readonly problems: unknown[] = [];
  /** Rounds that are committed. */
  round = 0;
  #base: Hash = PAPER_FACTS.genesis;
  #tokens = 0;
  /** By honest peers. */
  trainedWindows = 0;

  constructor({ seed, honestCount, cheats, passes }: PaperOptions) {
    this.signatures = new KeyedSignatures(seed);
    this.ledger = new PaperLedger(passes);
    const everybody = [...Array.from({ length: honestCount }, () => null), ...cheats(this)];
    this.peers = everybody.map((cheat, index) => this.#createPeer(`${index}`, cheat));
  }

  get honest(): readonly PaperPeer[] {
    return this.peers.filter(({ cheat }) => cheat === null);
  }

  get cheaters(): readonly PaperPeer[] {
    return this.peers.filter(({ cheat }) => cheat !== null);
  }

  isCheater(device: PeerId): boolean {
    return this.cheaters.some((peer) => peer.device === device);
  }

  /** By honest peers. */
  get replayedWindows(): number {
    return this.honest.reduce((sum, { replayer }) => sum + replayer.windows, 0);
  }

  /** Shown to be false, for everybody to see: nothing of it is taken any more. */
  isRefused(device: PeerId): boolean {
    return this.ledger.isRefused(device, PAPER_FACTS.project);
  }

  /** Everybody who is not refused works once, and audits for as long as a round leaves time for it. */
  async runRound(): Promise<void> {
    const present = this.peers.filter(({ device }) => !this.isRefused(device));
    const works = await Promise.all(present.map((peer) => this.#work(peer)));
    this.round++;
    const round = await this.#commit(works, present);
    for (const { auditor } of present) auditor?.onRound(round);
    await settle();
    for (const { replayer } of present) {
      replayer.earn();
      while (replayer.advance()) await settle();
    }
  }

  async runRounds(count: number): Promise<void> {
    for (let round = 0; round < count; round++) await this.runRound();
  }

  async #work({ feed, device, cheat }: PaperPeer): Promise<Known<"contribution">> {
    const round = this.round + 1;
    const fakeFrom = cheat?.fakes(round) ?? null;
    if (cheat === null) this.trainedWindows += PAPER_WINDOWS;
    const body = paperContribution({ device, round, base: this.#base, at: this.#at }, fakeFrom);
    const record = await feed.append({ type: "contribution", body });
    if (fakeFrom !== null) this.fakes.add(record.hash);
    return this.#add(record) as Known<"contribution">;
  }

  /** Everything counts in full: what the filter refuses is never audited. */
  async #commit(
    works: readonly Known<"contribution">[],
    signers: readonly PaperPeer[],
  ): Promise<ShelvedRound> {
    const contributions = works
      .map(({ record, content: { device } }) => ({ device, record: record.hash, weight: PAPER_TOKENS }))
      .toSorted((a, b) => (a.device < b.device ? -1 : 1));
    this.#tokens += PAPER_TOKENS * works.length;
    const { project } = PAPER_RULES;
    const counts = { tokens: this.#tokens, progress: this.round * PAPER_WINDOWS, at: this.#at };
    const body = {
      project,
      round: this.round,
      base: this.#base,
      contributions,
      state: this.#base,
      ...counts,
    };
    const record = await sealRecord(commitBytes(body), ...signers.map(({ signer }) => signer));
    this.#add(record);
    this.#base = record.hash;
    const parts = works.map(({ record, content: { device, body } }) => {
      return [record.hash, { record: record.hash, device, body, update: new Uint8Array() }] as const;
    });
    const head = { parameters: PAPER_PARAMETERS, progress: 0 };
    return { commit: record.hash, body, ...head, contributions: new Map(parts) };
  }

  get #at(): number {
    return START_SECONDS + this.round * ROUND_SECONDS;
  }

  #add(record: SignedRecord) {
    const opened = must(openStored(record), "made here");
    this.ledger.add(opened);
    return opened;
  }

  #createPeer(name: string, cheat: PaperCheat | null): PaperPeer {
    const signer = this.signatures.createSigner(name);
    const feed = Feed.begin(signer, new MemoryFeedStore());
    const replayer = new PaperReplayer();
    const { ledger } = this;
    const ports = {
      ledger,
      feed,
      rules: PAPER_RULES,
      maxSteps: PAPER_RULES.maxSteps,
      wallSeconds: () => this.#at,
    };
    const publish = (verdict: CheckedRecord) => void ledger.add(verdict);
    const audits = cheat === null ? "really" : cheat.audits;
    const liar =
      audits === null || audits === "really" ? null : new LyingAuditor({ ...ports, publish }, audits);
    const auditor =
      audits === "really"
        ? new Auditor({
            ...ports,
            replayer,
            publish,
            onChange: () => undefined,
            onProblem: (error) => void this.problems.push(error),
          })
        : null;
    return { device: feed.device, cheat, signer, feed, replayer, auditor, liar };
  }
}

/** Lets promises lead wherever they lead. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
