/** An auditor that replays nothing: it signs whatever suits it as soon as a commit is there, and makes up the inner hashes. */
import { must } from "../../../shared/core/assert.ts";
import { hashOf } from "../../../shared/core/hash.ts";
import type { Hash, PeerId } from "../../../shared/core/ids.ts";
import { auditorsOf } from "../../../shared/ledger/accounts/audit-draw.ts";
import type { Known } from "../../../shared/ledger/book/known-record.ts";
import { type CheckedRecord, openStored } from "../../../shared/ledger/checked-record.ts";
import type { Feed } from "../../../shared/ledger/feed.ts";
import type { Ledger } from "../../../shared/ledger/ledger.ts";
import type { CommitBody } from "../../../shared/ledger/records/commit.ts";
import { windowCount } from "../../../shared/training/windows.ts";

/** A contribution that the auditor may judge. */
export interface Subject {
  readonly device: PeerId;
  readonly record: Hash;
  readonly round: number;
  /** Of this auditor. */
  readonly rank: number;
}

export interface Claim {
  /** "match", or the window that is called wrong. */
  readonly answer: "match" | number;
  /** Verdicts that are called made up. */
  readonly refutes: readonly Hash[];
}

export const MATCH: Claim = { answer: "match", refutes: [] };

export interface Lies {
  /** What it says of a contribution; null: nothing. */
  readonly judge: (subject: Subject) => Claim | null;
  /** What it says when somebody else has said something. */
  readonly answer: (verdict: Known<"verdict">) => Claim | null;
}

export interface LyingAuditorPorts {
  readonly ledger: Ledger;
  readonly feed: Feed;
  readonly maxSteps: number;
  readonly wallSeconds: () => number;
  readonly publish: (verdict: CheckedRecord) => void;
}

export class LyingAuditor {
  readonly #ports: LyingAuditorPorts;

  constructor(ports: LyingAuditorPorts, { judge, answer }: Lies) {
    this.#ports = ports;
    ports.ledger.listen((checked) => {
      const { record, content } = checked;
      if (content?.type === "commit") this.#judge(record.hash, content.body, judge);
      if (content?.type !== "verdict" || content.device === ports.feed.device) return;
      const claim = answer(checked as Known<"verdict">);
      if (claim !== null) void this.#say(content.body.contribution, claim);
    });
  }

  #judge(commit: Hash, body: CommitBody, judge: Lies["judge"]): void {
    const { ledger, feed } = this.#ports;
    for (const part of body.contributions) {
      const auditors = auditorsOf(commit, body, part, (device) => ledger.accounts.rootOf(device));
      const rank = auditors.indexOf(feed.device);
      const claim = rank < 0 ? null : judge({ ...part, round: body.round, rank });
      if (claim !== null) void this.#say(part.record, claim);
    }
  }

  async #say(contribution: Hash, { answer, refutes }: Claim): Promise<void> {
    const { ledger, feed, maxSteps, wallSeconds, publish } = this.#ports;
    const work = must(ledger.book.contribution(contribution), "it came before the commit");
    const { project, steps } = work.content.body;
    const windows = answer === "match" ? windowCount(steps, maxSteps) : answer + 1;
    const inner = Array.from({ length: windows }, (_, window) =>
      hashOf(new TextEncoder().encode(`${feed.device} ${contribution} ${window}`)),
    );
    const said =
      answer === "match"
        ? { result: "match" as const, window: 0 }
        : { result: "mismatch" as const, window: answer };
    const rest = { inner, distanceMicros: 0, refutes, at: wallSeconds() };
    const record = await feed.append({ type: "verdict", body: { project, contribution, ...said, ...rest } });
    publish(must(openStored(record), "made here"));
  }
}
