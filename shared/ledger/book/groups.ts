/** Values under keys, several under each, in order of arrival. Adding, removing and looking up take the same time however many there are. */
export class Groups<Key, Value> {
  readonly #groups = new Map<Key, Set<Value>>();

  add(key: Key, value: Value): void {
    const group = this.#groups.get(key);
    if (group) group.add(value);
    else this.#groups.set(key, new Set([value]));
  }

  remove(key: Key, value: Value): void {
    const group = this.#groups.get(key);
    group?.delete(value);
    if (group?.size === 0) this.#groups.delete(key);
  }

  /** Empty when nothing is there. */
  of(key: Key): ReadonlySet<Value> {
    return this.#groups.get(key) ?? NOTHING;
  }
}

const NOTHING: ReadonlySet<never> = new Set();
