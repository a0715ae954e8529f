/**
 * Ends every waiting call when what it waits for has died: a lost graphics device, a crashed worker. Not Promise.race: racing against one
 * promise that lives as long as the engine would keep the result of every call in memory until the end.
 */
export class Lifeline {
  readonly #waiting = new Set<(cause: Error) => void>();
  #cause: Error | null = null;

  /** From now on all calls fail with `cause`; the first cause stays. */
  fail(cause: Error): void {
    this.#cause ??= cause;
    for (const reject of this.#waiting) reject(this.#cause);
    this.#waiting.clear();
  }

  /** The call's result, or the cause of death. */
  guard<T>(call: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#cause) {
        reject(this.#cause);
        return;
      }
      this.#waiting.add(reject);
      call()
        .then(resolve, (error: unknown) => reject(this.#cause ?? (error as Error)))
        .finally(() => this.#waiting.delete(reject));
    });
  }
}
