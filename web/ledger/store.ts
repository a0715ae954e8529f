/** A value that React can watch. */
export interface Store<T> {
  readonly view: () => T;
  /** @returns ends it */
  readonly subscribe: (listener: () => void) => () => void;
  readonly show: (next: T) => void;
}

export function createStore<T>(initial: T): Store<T> {
  const listeners = new Set<() => void>();
  let current = initial;
  return {
    view: () => current,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    show(next) {
      current = next;
      for (const listener of listeners) listener();
    },
  };
}
