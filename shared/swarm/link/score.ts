/**
 * Who is no longer listened to. Every offence adds points, time takes them away at a constant rate, and nothing else does: good
 * behaviour never pays for bad behaviour, and points have no cap below the limit. (GossipSub's score has both, and configurations of
 * it were proved never to cut off a peer that always misbehaves: arXiv 2311.08859.) Hence, with p points per offence:
 *   an offence at least every p / DECAY / 2 seconds is cut off after at most 2 · LIMIT / p offences;
 *   offences further apart than p / DECAY seconds never add up.
 * Both are properties in test/unit/swarm/links-score.test.ts.
 */
import type { PeerId } from "../../core/ids.ts";

export type Offence = keyof typeof OFFENCE_POINTS;

/** Points at which a peer is cut off. */
export const SCORE_LIMIT = 100;
/** Points forgiven per second. */
export const SCORE_DECAY = 0.5;

/** One honest slip of any kind below the limit is forgiven before the next minute is over; the last ones are proofs, not slips. */
export const OFFENCE_POINTS = {
  /** Came too fast and was dropped. */
  flood: 5,
  /** Bulk data or an answer that nobody asked for; happens to honest peers when a request is given up. */
  unwanted: 5,
  /** Took a request and did not answer it in time. */
  stalled: 10,
  /** Not a frame, not a message, or a message where it has no place. */
  malformed: 25,
  /** A relayed signaling message under a foreign name. */
  spoofed: 25,
  /** A signature that does not verify. */
  "bad-signature": 25,
  /** A well-formed record that contradicts the rules: foreign project, impossible numbers, no quorum. */
  "bad-record": 25,
  /** Announces or sends a length that the manifest or the record rules out. */
  "wrong-size": 25,
  /** An update whose bytes match its name and do not decode. */
  "bad-update": 25,
  /** Stands for a head that does not hold against its certificate. */
  "wrong-head": 25,
  /** One of several senders of a blob that does not match its name: the third time is the last. */
  "bad-blob-shared": 34,
  /** The only sender of a blob that does not match its name. */
  "bad-blob": SCORE_LIMIT,
  /** A contribution or verdict that a replay showed to be false. */
  "false-work": SCORE_LIMIT,
  /** Two signatures of one device that exclude each other. */
  equivocation: SCORE_LIMIT,
} as const;

/** How long a device stays refused. */
export const REFUSED_MS = 600_000;
/** After a proof of bad faith: longer than any session. */
export const REFUSED_FOR_PROOF_MS = 86_400_000;
/** Devices remembered; strangers make up as many as they like. */
export const SCORED_DEVICES = 512;

interface Entry {
  points: number;
  /** When `points` were right. */
  atMs: number;
  /** 0: never cut off. */
  refusedUntilMs: number;
  offence: Offence;
}

/** The record of every device, whether or not it is linked now: leaving and coming back forgives nothing. */
export class Scores {
  readonly #entries = new Map<PeerId, Entry>();

  /** @returns true when this offence is the one that cuts the device off */
  add(device: PeerId, offence: Offence, nowMs: number): boolean {
    const entry = this.#entries.get(device) ?? { points: 0, atMs: nowMs, refusedUntilMs: 0, offence };
    entry.points = pointsAt(entry, nowMs) + OFFENCE_POINTS[offence];
    entry.atMs = nowMs;
    entry.offence = offence;
    const isProof = OFFENCE_POINTS[offence] >= SCORE_LIMIT;
    const isCutOff = entry.points >= SCORE_LIMIT;
    if (isCutOff) {
      const untilMs = nowMs + (isProof ? REFUSED_FOR_PROOF_MS : REFUSED_MS);
      entry.refusedUntilMs = Math.max(entry.refusedUntilMs, untilMs);
      entry.points = 0; // served by the refusal; whoever comes back starts anew
    }
    this.#entries.set(device, entry);
    if (this.#entries.size > SCORED_DEVICES) this.#forgetOne(device, nowMs);
    return isCutOff;
  }

  points(device: PeerId, nowMs: number): number {
    const entry = this.#entries.get(device);
    return entry === undefined ? 0 : pointsAt(entry, nowMs);
  }

  /** The offence for which a device is refused now. */
  refusal(device: PeerId, nowMs: number): Offence | undefined {
    const entry = this.#entries.get(device);
    return entry !== undefined && nowMs < entry.refusedUntilMs ? entry.offence : undefined;
  }

  /** Forgets whose loss costs least: refusals last, and among them the one that ends first. */
  #forgetOne(except: PeerId, nowMs: number): void {
    let victim: PeerId | undefined;
    let least = Infinity;
    for (const [device, entry] of this.#entries) {
      const refusedMs = Math.max(0, entry.refusedUntilMs - nowMs);
      const cost = refusedMs > 0 ? SCORE_LIMIT + refusedMs : pointsAt(entry, nowMs);
      if (device !== except && cost < least) [victim, least] = [device, cost];
    }
    if (victim !== undefined) this.#entries.delete(victim);
  }
}

function pointsAt(entry: Entry, nowMs: number): number {
  return Math.max(0, entry.points - ((nowMs - entry.atMs) / 1000) * SCORE_DECAY);
}
