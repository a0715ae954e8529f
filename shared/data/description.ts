/** What a dataset says about itself to people: one sentence of facts, and what was done to the data on the way in. */
export interface Description {
  /** "32,561 rows for training, 16,281 for testing; …" */
  readonly description: string;
  /** One sentence per decision that a person may want to know: a column left out, cells that count as missing. */
  readonly notes: readonly string[];
}

/** Questions from the held-out part, in words. Indices are sample numbers of the `test` split. */
export interface Quiz {
  question(index: number): string;
  truth(index: number): string;
  /** @param prediction the model's output for one sample: logits, or numbers in units of standard deviations */
  answer(prediction: ArrayLike<number>): string;
}
