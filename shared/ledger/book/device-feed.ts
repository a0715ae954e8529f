/** What is known of one device's feed. Places can be empty, because records arrive in any order; and hold more than one, when the device contradicts itself. */
import { type FeedRecord, compareBySeq } from "./known-record.ts";

/** Places from `first` to `last`, both included. */
export interface SeqRange {
  readonly first: number;
  readonly last: number;
}

export class DeviceFeed {
  readonly #places = new Map<number, FeedRecord[]>();
  /** Ascending by place; null when it has to be sorted again. */
  #sorted: FeedRecord[] | null = [];
  /** Places with more than one record. */
  readonly #forks = new Set<number>();

  get isEmpty(): boolean {
    return this.#places.size === 0;
  }

  add(record: FeedRecord): void {
    const { seq } = record.content;
    const place = this.#places.get(seq);
    if (place) {
      place.push(record);
      this.#forks.add(seq);
    } else this.#places.set(seq, [record]);
    const last = this.#sorted?.at(-1);
    // Almost always the next one.
    if (last === undefined || compareBySeq(last, record) < 0) this.#sorted?.push(record);
    else this.#sorted = null;
  }

  remove(record: FeedRecord): void {
    const { seq } = record.content;
    const rest = this.at(seq).filter((other) => other !== record);
    if (rest.length > 0) this.#places.set(seq, rest);
    else this.#places.delete(seq);
    if (rest.length < 2) this.#forks.delete(seq);
    this.#sorted = null;
  }

  /** Records of this place: one, unless it is unknown or the device contradicts itself. */
  at(seq: number): readonly FeedRecord[] {
    return this.#places.get(seq) ?? [];
  }

  /** Ascending by place, then by hash. */
  records(): readonly FeedRecord[] {
    this.#sorted ??= [...this.#places.values()].flat().sort(compareBySeq);
    return this.#sorted;
  }

  /** Places below the last known one that are empty: as ranges, because a liar's may be long. */
  gaps(): readonly SeqRange[] {
    const gaps: SeqRange[] = [];
    let next = 0;
    for (const { content } of this.records()) {
      if (content.seq > next) gaps.push({ first: next, last: content.seq - 1 });
      next = content.seq + 1;
    }
    return gaps;
  }

  /** The first place with two records; null for an honest device. */
  forkedAt(): number | null {
    let first: number | null = null;
    for (const seq of this.#forks) if (first === null || seq < first) first = seq;
    return first;
  }
}
