/** One auditor among the peers of a small cell, whose rounds it has reproduced; what the others say it hears from its ledger. */
import { must } from "../../../../shared/core/assert.ts";
import type { Hash, PeerId } from "../../../../shared/core/ids.ts";
import { type CheckedRecord, openStored } from "../../../../shared/ledger/checked-record.ts";
import type { VerdictBody } from "../../../../shared/ledger/records/verdict.ts";
import { Auditor } from "../../../../shared/swarm/audit/auditor.ts";
import type { ShelvedContribution } from "../../../../shared/swarm/audit/round-shelf.ts";
import { innerHash } from "../../../../shared/swarm/audit/secrets.ts";
import {
  recordsOf,
  type ForgedBranch,
  type ForgedWork,
  type Identity,
} from "../../../simulation/forged-branch.ts";
import { AuditBench, commitOf, RULES } from "./branch-fixture.ts";

export class AuditorBench extends AuditBench {
  readonly peers: readonly Identity[];
  readonly branch: ForgedBranch;
  readonly auditor: Auditor;
  readonly published: CheckedRecord[] = [];
  readonly subjects: (PeerId | null)[] = [];
  readonly problems: unknown[] = [];

  /** @param count of the cell, the auditor included: it is the first of `peers` */
  constructor(count: number, canReplay = true) {
    super();
    this.peers = this.identities(count);
    this.branch = this.branchOf(this.peers);
    this.auditor = new Auditor({
      rules: RULES,
      ledger: this.ledger,
      feed: this.own.feed,
      replayer: canReplay ? this.replayer : null,
      wallSeconds: () => 1_793_492_000,
      publish: (record) => {
        this.published.push(record);
        this.ledger.add(record);
      },
      onChange: (device) => this.subjects.push(device),
      onProblem: (error) => this.problems.push(error),
    });
  }

  get own(): Identity {
    return this.peers[0]!;
  }

  /** A round of the cell, which ends here. @param isFaker whose work is invented */
  async round(isFaker: (device: PeerId) => boolean = () => false): Promise<readonly ShelvedContribution[]> {
    const base = this.branch.latest;
    const workOf = (device: PeerId): ForgedWork => (isFaker(device) ? "invented" : "real");
    const round = await this.branch.extend("real", 16, workOf);
    for (const record of recordsOf(round)) this.ledger.note(record, this.signatures);
    const parts = round.material.contributions.map((record): ShelvedContribution => {
      const content = openStored(record)?.content;
      if (content?.type !== "contribution") throw new Error("not a contribution");
      const { device, body } = content;
      return {
        record: record.hash,
        device,
        body,
        update: must(round.material.updates.get(body.update), "of this round"),
      };
    });
    this.auditor.onRound({
      commit: round.known.head.hash,
      body: commitOf(this.branch, this.branch.rounds.length - 1),
      parameters: base.state.parameters,
      progress: base.head.progress,
      contributions: new Map(parts.map((part) => [part.record, part])),
    });
    return parts.filter(({ device }) => device !== this.own.feed.device);
  }

  /** What the auditor has said of a contribution, in order. */
  saidOf(contribution: Hash): readonly VerdictBody[] {
    return this.published.flatMap(({ content }) =>
      content?.type === "verdict" && content.body.contribution === contribution ? [content.body] : [],
    );
  }

  /** Somebody's verdict becomes known here. @param secrets of the windows it claims to have replayed; null: it makes them up */
  async say(
    by: Identity,
    contribution: Hash,
    result: VerdictBody["result"],
    secrets: readonly Uint8Array[] | null = null,
    refutes: readonly Hash[] = [],
  ): Promise<Hash> {
    const made = secrets ?? [new Uint8Array(32)];
    const inner = made.map((secret) => innerHash(by.feed.device, secret));
    const window = result === "match" ? 0 : made.length - 1;
    const { project } = RULES;
    const body = {
      project,
      contribution,
      result,
      window,
      inner,
      distanceMicros: 0,
      refutes,
      at: 1_793_492_100,
    };
    const record = await by.feed.append({ type: "verdict", body });
    this.ledger.note(record, this.signatures);
    await this.pass(0);
    return record.hash;
  }
}

/** Audits get a tenth of the time: a contribution of 60 steps of 10 ms takes six seconds. */
export const AUDIT_MS = 6_100;
