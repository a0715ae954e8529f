/**
 * How fast one peer may talk: a token bucket for each group of message kinds. What we asked for is not limited by time but by our own
 * requests, so that a fast neighbour's answers to a newcomer are not a flood.
 */
import { must } from "../../core/assert.ts";
import { OPEN_WANTS, RECORDS_PER_SECOND } from "../../protocol/limits.ts";
import type { Message } from "../../protocol/message.ts";
import { TokenBucket } from "./token-bucket.ts";

/** [per second, at once]. Bursts hold what an honest peer may say at once: on joining, and at the end of a round. */
const RATES = {
  /** One a second, and one at every change of phase or head. */
  status: [5, 25],
  /** All records of a round in a full cell (16 contributions, proposals, 16 votes), told twice to a newcomer. */
  record: [RECORDS_PER_SECOND, 5 * RECORDS_PER_SECOND],
  /** One a round, and a round takes a second. Checking one takes longer than anything else that a message can ask for. */
  certificate: [2, 20],
  /** Records that nobody asked for, each counted: verdicts of a round, and others that are new. */
  records: [RECORDS_PER_SECOND, 20 * RECORDS_PER_SECOND],
  /** Steps of comparisons: of a cold start that both sides begin at once (128), and then some a minute. */
  reconcile: [20, 160],
  /** Two for each step of a cold start (128), and then some a minute; answered at our own pace. */
  "want-records": [4, 160],
  /** A neighbour 20 ms away that keeps OPEN_WANTS requests open asks no faster. */
  want: [OPEN_WANTS * 50, OPEN_WANTS * 100],
  missing: [OPEN_WANTS, OPEN_WANTS * 4],
  /** Links tells its neighbours every 15 s, and on joining. */
  peers: [0.2, 4],
  /** Twice what an honest neighbour passes on (RELAYED_PER_SECOND): it must not be blamed for what others send through it. */
  relay: [10, 60],
  /** hello, auth, bye: the handshake counts them. */
  once: [1, 4],
} as const satisfies Record<string, readonly [number, number]>;

/** To one neighbour, our own and others' signaling together: two dials at once with an offer, an answer and a dozen candidates each. */
export const RELAYED_PER_SECOND = 5;
export const RELAYED_AT_ONCE = 30;

/** Answers of one group that may still come; more requests are never open, and those that were given up are forgotten. */
const ASKED_AT_ONCE = 16 * OPEN_WANTS;

/** Records of the ledger that may still come: those of a cold start. */
const ASKED_RECORDS = 200_000;

type Group = keyof typeof RATES;

export class MessageLimits {
  readonly #buckets = new Map(
    Object.entries(RATES).map(([group, [perSecond, atOnce]]) => [group, new TokenBucket(perSecond, atOnce)]),
  );
  /** Answers that may still come. */
  readonly #asked = { record: 0, missing: 0 };
  /** Records of the ledger that we asked for. */
  #askedRecords = 0;

  /** We sent a message: a request makes room for one answer, which may be that there is none. */
  sent(message: Message): void {
    if (message.kind === "want-records")
      this.#askedRecords = Math.min(this.#askedRecords + message.hashes.length, ASKED_RECORDS);
    if (message.kind !== "want") return;
    this.#asked.missing = Math.min(this.#asked.missing + 1, ASKED_AT_ONCE);
    if (message.what !== "blob") this.#asked.record = Math.min(this.#asked.record + 1, ASKED_AT_ONCE);
  }

  /** A message came. @returns false when it came too fast and must be dropped */
  take(message: Message, nowMs: number): boolean {
    const group = groupOf(message.kind);
    const bucket = must(this.#buckets.get(group), "every group has a bucket");
    if (message.kind === "records") return this.#takeRecords(message.records.length, bucket, nowMs);
    return bucket.take(nowMs) || this.#takeAsked(group);
  }

  #takeRecords(count: number, bucket: TokenBucket, nowMs: number): boolean {
    const asked = Math.min(count, this.#askedRecords);
    this.#askedRecords -= asked;
    for (let unasked = asked; unasked < count; unasked++) if (!bucket.take(nowMs)) return false;
    return true;
  }

  #takeAsked(group: Group): boolean {
    const answer = group === "certificate" ? "record" : group;
    if ((answer !== "record" && answer !== "missing") || this.#asked[answer] === 0) return false;
    this.#asked[answer]--;
    return true;
  }
}

function groupOf(kind: Message["kind"]): Group {
  switch (kind) {
    case "contribution":
    case "proposal":
    case "vote":
      return "record";
    case "hello":
    case "auth":
    case "bye":
    case "feed":
      return "once";
    case "certificate":
    case "status":
    case "want":
    case "missing":
    case "peers":
    case "relay":
    case "records":
    case "want-records":
    case "reconcile":
      return kind;
  }
}
