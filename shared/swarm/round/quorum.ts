/** Signatures that make a certificate of a commit with this many included contributors: at least two thirds. */
export function quorumOf(contributorCount: number): number {
  return Math.ceil((2 * contributorCount) / 3);
}
