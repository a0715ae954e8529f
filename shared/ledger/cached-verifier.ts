/** A verifier that remembers what it has accepted: one record arrives from many peers, and a check costs more than a millisecond. */
import { concatBytes } from "../core/bytes.ts";
import { hashOf } from "../core/hash.ts";
import type { Verifier } from "../ports/signatures.ts";

/** @param limit signatures remembered, 130 characters each; the oldest goes first */
export function cachedVerifier(verifier: Verifier, limit: number): Verifier {
  const accepted = new Set<string>();
  return {
    verify(device, message, signature) {
      // The length in front, because only together with it do the joined parts stand for one call alone.
      const name = `${device}:${signature.length}:${hashOf(concatBytes([signature, message]))}`;
      if (accepted.has(name)) return true;
      // Refusals are not remembered: a stranger could make as many as he likes, and push out what is true.
      if (!verifier.verify(device, message, signature)) return false;
      const [oldest] = accepted;
      if (accepted.size >= limit && oldest !== undefined) accepted.delete(oldest);
      accepted.add(name);
      return true;
    },
  };
}
