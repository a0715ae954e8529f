/**
 * The records that a peer knows, in memory, and where to find those that belong together. It takes what `checkRecord` let through, in any order, and says
 * nothing about what records mean: that is for accounts/. Every operation costs the same however many there are, but for lists, which cost their length.
 */
import type { Hash, PeerId } from "../core/ids.ts";
import { DeviceFeed, type SeqRange } from "./book/device-feed.ts";
import { Groups } from "./book/groups.ts";
import { type FeedRecord, isFeedRecord, isKnown, type Known } from "./book/known-record.ts";
import { type CheckedRecord, openStored } from "./checked-record.ts";
import { addSignatures, forkProof } from "./record.ts";
import type { RecordContent } from "./record-content.ts";
import type { SignedRecord } from "./signed-record.ts";

export interface Addition {
  /** False when it was there. A commit may then have gained signatures. */
  readonly isNew: boolean;
  /** Proves that a device contradicts itself, which this record showed first. The book does not hold it: it is for the caller to add and to pass on. */
  readonly fork: SignedRecord | null;
  /** What the book holds now and did not before: the record, and for a fork proof the two in it. */
  readonly added: readonly CheckedRecord[];
}

export class RecordBook {
  /** In order of arrival. */
  readonly #records = new Map<Hash, CheckedRecord>();
  readonly #feeds = new Map<PeerId, DeviceFeed>();
  readonly #commitsOf = new Groups<Hash, Known<"commit">>();
  readonly #commitsAfter = new Groups<Hash, Known<"commit">>();
  readonly #commitsIncluding = new Groups<Hash, Known<"commit">>();
  readonly #verdictsOn = new Groups<Hash, Known<"verdict">>();
  readonly #verdictsBy = new Groups<PeerId, Known<"verdict">>();
  readonly #identitiesBy = new Groups<PeerId, Known<"identity">>();
  readonly #identitiesOf = new Groups<PeerId, Known<"identity">>();
  readonly #delegationsBy = new Groups<PeerId, Known<"delegation">>();
  readonly #delegationsTo = new Groups<PeerId, Known<"delegation">>();
  readonly #revocationsOf = new Groups<PeerId, Known<"revocation">>();
  readonly #teams = new Set<Known<"team">>();

  get size(): number {
    return this.#records.size;
  }

  /** The two records of a fork proof are added too. */
  add(checked: CheckedRecord): Addition {
    const { record, content } = checked;
    const known = this.#records.get(record.hash);
    if (known) {
      this.#gainSignatures(known, record);
      return { isNew: false, fork: null, added: [] };
    }
    const fork = this.#findFork(checked);
    this.#records.set(record.hash, checked);
    this.#change(checked, "add");
    const added = [checked];
    if (content?.type === "fork-proof") {
      // Checked with the proof. What they contradict besides each other needs no proof of its own.
      for (const inner of [content.body.first, content.body.second].map(openStored))
        if (inner !== null) added.push(...this.add(inner).added);
    }
    return { isNew: true, fork, added };
  }

  get(hash: Hash): CheckedRecord | null {
    return this.#records.get(hash) ?? null;
  }

  has(hash: Hash): boolean {
    return this.#records.has(hash);
  }

  /** Forgets a record, to make room. What was computed from it does not hear of it: begin new accounts afterwards. */
  remove(hash: Hash): void {
    const checked = this.#records.get(hash);
    if (!checked) return;
    this.#records.delete(hash);
    this.#change(checked, "remove");
  }

  /** All of them, in order of arrival. */
  records(): IterableIterator<CheckedRecord> {
    return this.#records.values();
  }

  contribution(hash: Hash): Known<"contribution"> | null {
    return this.#ofType(hash, "contribution");
  }

  commit(hash: Hash): Known<"commit"> | null {
    return this.#ofType(hash, "commit");
  }

  team(hash: Hash): Known<"team"> | null {
    return this.#ofType(hash, "team");
  }

  commitsOf(project: Hash): readonly Known<"commit">[] {
    return [...this.#commitsOf.of(project)];
  }

  /** Commits that build on this one. */
  commitsAfter(base: Hash): readonly Known<"commit">[] {
    return [...this.#commitsAfter.of(base)];
  }

  /** Commits that include this contribution, of all branches. */
  commitsIncluding(contribution: Hash): readonly Known<"commit">[] {
    return [...this.#commitsIncluding.of(contribution)];
  }

  verdictsOn(contribution: Hash): readonly Known<"verdict">[] {
    return [...this.#verdictsOn.of(contribution)];
  }

  verdictsBy(device: PeerId): readonly Known<"verdict">[] {
    return [...this.#verdictsBy.of(device)];
  }

  /** What stands in the feed of a device. */
  identitiesBy(device: PeerId): readonly Known<"identity">[] {
    return [...this.#identitiesBy.of(device)];
  }

  /** What devices say about this person, who need not own them. */
  identitiesOf(root: PeerId): readonly Known<"identity">[] {
    return [...this.#identitiesOf.of(root)];
  }

  delegationsBy(device: PeerId): readonly Known<"delegation">[] {
    return [...this.#delegationsBy.of(device)];
  }

  /** Delegations of devices to this person. */
  delegationsTo(root: PeerId): readonly Known<"delegation">[] {
    return [...this.#delegationsTo.of(root)];
  }

  /** By whoever signed them: only those of the device's own person count. */
  revocationsOf(device: PeerId): readonly Known<"revocation">[] {
    return [...this.#revocationsOf.of(device)];
  }

  teams(): readonly Known<"team">[] {
    return [...this.#teams];
  }

  /** Everybody who has a feed. */
  devices(): IterableIterator<PeerId> {
    return this.#feeds.keys();
  }

  /** Ascending by place, then by hash. */
  feed(device: PeerId): readonly FeedRecord[] {
    return this.#feeds.get(device)?.records() ?? [];
  }

  /** Places of a feed, below its last known one, of which nothing is known. */
  gaps(device: PeerId): readonly SeqRange[] {
    return this.#feeds.get(device)?.gaps() ?? [];
  }

  /** First place at which a device contradicts itself; null for an honest one. */
  forkedAt(device: PeerId): number | null {
    return this.#feeds.get(device)?.forkedAt() ?? null;
  }

  #ofType<Type extends RecordContent["type"]>(hash: Hash, type: Type): Known<Type> | null {
    const checked = this.#records.get(hash);
    return checked !== undefined && isKnown(checked, type) ? checked : null;
  }

  /** One proof is enough for a place, so only its second record makes one. */
  #findFork(checked: CheckedRecord): SignedRecord | null {
    if (!isFeedRecord(checked)) return null;
    const { device, seq } = checked.content;
    const others = this.#feeds.get(device)?.at(seq) ?? [];
    const [other] = others;
    return other !== undefined && others.length === 1 ? forkProof(other.record, checked.record) : null;
  }

  /** Peers assemble certificates from the votes that they happened to see; together they have all. */
  #gainSignatures(known: CheckedRecord, record: SignedRecord): void {
    if (known.content?.type !== "commit") return;
    const merged = addSignatures(known.record, record.signatures);
    if (merged.signatures.length === known.record.signatures.length) return;
    this.#change(known, "remove");
    const grown = { ...known, record: merged };
    this.#records.set(record.hash, grown);
    this.#change(grown, "add");
  }

  #change(checked: CheckedRecord, how: "add" | "remove"): void {
    if (isFeedRecord(checked)) this.#changeFeed(checked, how);
    if (isKnown(checked, "commit")) {
      const { project, base, contributions } = checked.content.body;
      this.#commitsOf[how](project, checked);
      this.#commitsAfter[how](base, checked);
      for (const { record } of contributions) this.#commitsIncluding[how](record, checked);
    } else if (isKnown(checked, "verdict")) {
      this.#verdictsOn[how](checked.content.body.contribution, checked);
      this.#verdictsBy[how](checked.content.device, checked);
    } else if (isKnown(checked, "identity")) {
      this.#identitiesOf[how](checked.content.body.root, checked);
      this.#identitiesBy[how](checked.content.device, checked);
    } else if (isKnown(checked, "delegation")) {
      this.#delegationsTo[how](checked.content.body.root, checked);
      this.#delegationsBy[how](checked.content.device, checked);
    } else if (isKnown(checked, "revocation")) {
      this.#revocationsOf[how](checked.content.body.device, checked);
    } else if (isKnown(checked, "team")) {
      if (how === "add") this.#teams.add(checked);
      else this.#teams.delete(checked);
    }
  }

  #changeFeed(record: FeedRecord, how: "add" | "remove"): void {
    const { device } = record.content;
    const feed = this.#feeds.get(device) ?? new DeviceFeed();
    feed[how](record);
    if (feed.isEmpty) this.#feeds.delete(device);
    else this.#feeds.set(device, feed);
  }
}
