/**
 * Who checks what. The commit that includes a contribution is the beacon: nobody knows its hash before the contribution is signed and revealed, and everybody
 * computes the same from it afterwards.
 */
import { concatBytes, fromHex, toHex } from "../../core/bytes.ts";
import { sha256 } from "../../core/hash.ts";
import type { Hash, PeerId } from "../../core/ids.ts";
import type { CommitBody, IncludedContribution } from "../records/commit.ts";

/** So many first auditors' word lets credit vest. Everybody else in the commit is heard when somebody has called the contribution false. */
export const DRAWN_RANKS = 3;
/** Audits passed in a row after which one auditor is enough. */
const PROVEN_PASSES = 10;
/** The rate of audits is RATE_FLOOR_PASSES' for everybody with more: 10 / 200 = 5 %. */
const RATE_FLOOR_PASSES = 190;
/** Of proven peers' audits one in so many has a second auditor: auditors are audited too. */
const SECOND_AUDITOR_IN = 10;
const WORD_RANGE = 4_294_967_296;

/** Devices that a commit includes, in the order in which they audit one of its contributions. */
export function auditOrder(
  commit: Hash,
  { contributions }: CommitBody,
  contribution: Hash,
): readonly PeerId[] {
  const prefix = concatBytes([fromHex(commit), fromHex(contribution)]);
  const keys = contributions.map(({ device }) => ({
    device,
    key: toHex(sha256(concatBytes([prefix, fromHex(device)]))),
  }));
  return keys.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ device }) => device);
}

/** Of an order only those who are not the trainer under another key. */
export function withoutOwn(
  order: readonly PeerId[],
  trainer: PeerId,
  rootOf: (device: PeerId) => PeerId,
): readonly PeerId[] {
  const own = rootOf(trainer);
  return order.filter((device) => rootOf(device) !== own);
}

/** Who may judge a contribution, in the order in which they are asked. @param part one that the commit includes */
export function auditorsOf(
  commit: Hash,
  body: CommitBody,
  { device, record }: Pick<IncludedContribution, "device" | "record">,
  rootOf: (device: PeerId) => PeerId,
): readonly PeerId[] {
  return withoutOwn(auditOrder(commit, body, record), device, rootOf);
}

/**
 * The share of contributions that is audited: all of a newcomer's, ever fewer with every audit that is passed, never less than 5 %.
 * @param passes audits passed in a row
 */
export function auditRate(passes: number): number {
  return 10 / rateDivisor(passes);
}

/** Whether this contribution is to be audited. In whole numbers: u < 10 / divisor. */
export function isDrawn(commit: Hash, contribution: Hash, passes: number): boolean {
  const [word] = drawnWords(commit, contribution);
  return word * rateDivisor(passes) < 10 * WORD_RANGE;
}

/** How many of the first auditors are to replay it, when it is drawn. */
export function auditorCount(commit: Hash, contribution: Hash, passes: number): number {
  if (passes < PROVEN_PASSES) return DRAWN_RANKS;
  const [, word] = drawnWords(commit, contribution);
  return word * SECOND_AUDITOR_IN < WORD_RANGE ? 2 : 1;
}

function rateDivisor(passes: number): number {
  return 10 + Math.min(passes, RATE_FLOOR_PASSES);
}

/** Two independent uniform 32-bit words. */
function drawnWords(commit: Hash, contribution: Hash): readonly [number, number] {
  const digest = sha256(concatBytes([fromHex(commit), fromHex(contribution)]));
  const view = new DataView(digest.buffer, digest.byteOffset);
  return [view.getUint32(0), view.getUint32(4)];
}
