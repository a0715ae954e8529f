/** A set that gives uniformly random members in time independent of its size. */

/** A uniform integer from 0 to `limit` − 1. */
export type RandomBelow = (limit: number) => number;

export class MemberSet<Member> {
  readonly #members: Member[] = [];
  readonly #indexOf = new Map<Member, number>();

  get size(): number {
    return this.#members.length;
  }

  add(member: Member): void {
    if (this.#indexOf.has(member)) return;
    this.#indexOf.set(member, this.#members.length);
    this.#members.push(member);
  }

  delete(member: Member): void {
    const index = this.#indexOf.get(member);
    if (index === undefined) return;
    this.#indexOf.delete(member);
    const last = this.#members.pop() as Member;
    if (last === member) return;
    this.#members[index] = last;
    this.#indexOf.set(last, index);
  }

  /** At most `count` different members other than `self`, every choice equally likely (Floyd's algorithm). */
  sample(count: number, self: Member, randomBelow: RandomBelow): Member[] {
    const selfIndex = this.#indexOf.get(self) ?? this.size;
    const total = selfIndex < this.size ? this.size - 1 : this.size;
    const chosen = new Set<number>();
    for (let limit = Math.max(0, total - count); limit < total; limit++) {
      const candidate = randomBelow(limit + 1);
      chosen.add(chosen.has(candidate) ? limit : candidate);
    }
    // Indices count the members without `self`, so those behind it move up by one.
    return [...chosen].map((index) => this.#members[index < selfIndex ? index : index + 1] as Member);
  }
}
