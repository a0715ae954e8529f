/** A gain beyond this is no quantiser's loss but a tensor of few outliers: it would blow up everything else. Normal values need 1.13 to 1.34. */
const GAIN_LIMIT = 1.5;

/**
 * Means of what fell into a step are shorter than what they stand for: ⟨x, x̂⟩ = ‖x̂‖² < ‖x‖². Longer by the factor ‖x‖² / ‖x̂‖² they are as long in the direction of x
 * as x is. What is left is noise, which differs from peer to peer and averages out, where a step that is too short would not: measured
 * in decision 0010.
 * @param energy ‖x‖²
 * @param kept ‖x̂‖²
 */
export function unbiasedGain(energy: number, kept: number): number {
  return kept > 0 ? Math.min(GAIN_LIMIT, energy / kept) : 1;
}
