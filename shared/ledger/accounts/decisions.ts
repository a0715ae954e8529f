import type { Hash, PeerId } from "../../core/ids.ts";
import type { RecordBook } from "../book.ts";
import { auditOrder, withoutOwn } from "./audit-draw.ts";
import { type CommittedWork, hashOfWork } from "./committed-work.ts";
import { type Decision, decide, UNAUDITED } from "./decision.ts";
import { rootOf } from "./ownership.ts";
import type { Truth } from "./truth.ts";
import { type Vote, votesOn } from "./votes.ts";

interface Judged {
  /** Devices of the commit as the beacon orders them: it never changes, and costs a hash for each. */
  readonly order: readonly PeerId[];
  readonly votes: readonly Vote[];
  readonly decision: Decision;
}

/** What was decided of the contributions that somebody has judged; the many others cost nothing. */
export class Decisions {
  readonly #book: RecordBook;
  readonly #settled: ReadonlyMap<Hash, Truth>;
  readonly #judged = new Map<Hash, Judged>();
  /** Of every device that had to be looked at. */
  readonly #roots = new Map<PeerId, PeerId>();

  constructor(book: RecordBook, settled: ReadonlyMap<Hash, Truth>) {
    this.#book = book;
    this.#settled = settled;
  }

  of(contribution: Hash): Decision {
    return this.#judged.get(contribution)?.decision ?? UNAUDITED;
  }

  /** By rank; of those who may judge. */
  votesOn(contribution: Hash): readonly Vote[] {
    return this.#judged.get(contribution)?.votes ?? [];
  }

  /** Decides again; after `forget`, of another commit. */
  renew(work: CommittedWork): void {
    const contribution = hashOfWork(work);
    const { project } = work.commit.content.body;
    const verdicts = this.#book
      .verdictsOn(contribution)
      .filter(({ content }) => content.body.project === project);
    const truth = this.#settled.get(contribution) ?? null;
    const before = this.#judged.get(contribution);
    if (verdicts.length === 0 && truth === null) {
      this.#judged.delete(contribution);
      return;
    }
    const { record, content } = work.commit;
    const order = before?.order ?? auditOrder(record.hash, content.body, contribution);
    const root = (device: PeerId) => this.rootOf(device);
    const auditors = withoutOwn(order, work.contribution.content.device, root);
    const votes = votesOn(auditors, verdicts, root);
    const jurors = new Set(auditors.map(root)).size;
    this.#judged.set(contribution, { order, votes, decision: decide(votes, jurors, truth) });
  }

  forget(contribution: Hash): void {
    this.#judged.delete(contribution);
  }

  /** Who has the device in hand. */
  rootOf(device: PeerId): PeerId {
    const known = this.#roots.get(device);
    if (known !== undefined) return known;
    const root = rootOf(this.#book, device);
    this.#roots.set(device, root);
    return root;
  }

  /** A delegation came. @returns what must be decided again, because the device is in somebody else's hand than it seemed */
  changeOwner(device: PeerId): readonly Hash[] {
    const before = this.#roots.get(device);
    this.#roots.delete(device);
    if (before === undefined || before === this.rootOf(device)) return [];
    return [...this.#judged]
      .filter(([, { order }]) => order.includes(device))
      .map(([contribution]) => contribution);
  }
}
