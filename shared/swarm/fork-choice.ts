import type { Head } from "../ledger/records/commit.ts";

/** Whether `a` is the head to follow: more committed work, and between equals the lower hash. A total order, so all peers choose alike. */
export function isHeavier(a: Head, b: Head): boolean {
  return a.tokens > b.tokens || (a.tokens === b.tokens && a.hash < b.hash);
}
