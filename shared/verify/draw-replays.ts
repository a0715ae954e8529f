/** Which contributions are done again. The head decides, which nobody knew while the work was done; so two people who check one bundle draw the same ones. */
import type { Hash } from "../core/ids.ts";
import { hashOf } from "../core/hash.ts";
import type { History } from "./history.ts";

const DOMAIN = "tabloom/replay/1";

/**
 * @param share of the contributions that counted, 0 < share ≤ 1; at least one is drawn. What was refused in its round moved nothing and earned nothing.
 * @param seed a text of one's own draws others; null: the hash of the head
 */
export function drawReplays(
  { rounds, head }: History,
  { share, seed }: { readonly share: number; readonly seed: string | null },
): ReadonlySet<Hash> {
  const counted = rounds.flatMap(({ contributions }) => contributions.filter(({ weight }) => weight > 0));
  const ranked = counted
    .map(({ record }) => ({ hash: record.hash, rank: rankOf(seed ?? head.hash, record.hash) }))
    .toSorted((a, b) => (a.rank < b.rank ? -1 : 1));
  return new Set(ranked.slice(0, Math.ceil(share * ranked.length)).map(({ hash }) => hash));
}

function rankOf(seed: string, contribution: Hash): Hash {
  return hashOf(new TextEncoder().encode(`${DOMAIN}\0${seed}\0${contribution}`));
}
