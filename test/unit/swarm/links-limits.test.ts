import { describe, expect, it } from "vitest";
import { RECONCILE_IDS } from "../../../shared/ledger/reconcile/reconcile-message.ts";
import { recordHash } from "../../../shared/ledger/record.ts";
import { RECORDS_AT_ONCE, RECORDS_PER_SECOND, WANTED_RECORDS } from "../../../shared/protocol/limits.ts";
import type { Message } from "../../../shared/protocol/message.ts";
import { MessageLimits } from "../../../shared/swarm/link/message-limits.ts";
import { PROJECT } from "./links-fixture.ts";

/** Messages of one comparison of two ledgers, to and fro: see record-exchange.ts. */
const COMPARISON_STEPS = 64;
/** There and back again, to a neighbour 20 ms away. */
const STEP_MS = 40;
/** Records that are taken at once when nobody asked for them. */
const UNASKED_AT_ONCE = 20 * RECORDS_PER_SECOND;

const RECORD = { bytes: Uint8Array.of(1), hash: recordHash(Uint8Array.of(1)), signatures: [] };
const records = (count: number): Message => ({
  kind: "records",
  records: Array.from({ length: count }, () => RECORD),
});
const wanted = (count: number): Message => ({
  kind: "want-records",
  hashes: Array.from({ length: count }, () => PROJECT),
});
const step = (turn: "ask" | "answer"): Message => ({ kind: "reconcile", turn, data: new Uint8Array(9) });
const FEED: Message = { kind: "feed", seq: 3, hash: PROJECT };

/** How many of so many messages are taken, one every so many milliseconds. */
function takenOf(count: number, message: Message, everyMs = 0, limits = new MessageLimits()): number {
  let taken = 0;
  for (let index = 0; index < count; index++) if (limits.take(message, index * everyMs)) taken++;
  return taken;
}

describe("records that nobody asked for", () => {
  it("are counted one by one, however many come in a message", () => {
    expect(takenOf(UNASKED_AT_ONCE + 50, records(1))).toBe(UNASKED_AT_ONCE);
    expect(takenOf(1_000, records(RECORDS_AT_ONCE))).toBe(Math.floor(UNASKED_AT_ONCE / RECORDS_AT_ONCE));
  });

  it("may come at the full rate for ever", () => {
    expect(takenOf(5_000, records(1), 1_000 / RECORDS_PER_SECOND)).toBe(5_000);
    const everyMs = (1_000 * RECORDS_AT_ONCE) / RECORDS_PER_SECOND;
    expect(takenOf(1_000, records(RECORDS_AT_ONCE), everyMs)).toBe(1_000);
  });

  it("may not come at twice the rate for long", () => {
    expect(takenOf(5_000, records(1), 500 / RECORDS_PER_SECOND)).toBeLessThan(2_500 + UNASKED_AT_ONCE + 1);
  });

  it("do not use up what others may say", () => {
    const limits = new MessageLimits();
    takenOf(1_000, records(RECORDS_AT_ONCE), 0, limits);
    for (const message of [FEED, step("ask"), wanted(1)]) expect(limits.take(message, 0)).toBe(true);
  });
});

describe("records that were asked for", () => {
  it("come as fast as they can, and only so many", () => {
    const limits = new MessageLimits();
    const asks = 40;
    for (let ask = 0; ask < asks; ask++) limits.sent(wanted(WANTED_RECORDS));
    const answers = Math.floor((asks * WANTED_RECORDS) / RECORDS_AT_ONCE);
    expect(takenOf(answers, records(RECORDS_AT_ONCE), 0, limits)).toBe(answers);
    expect(takenOf(1_000, records(1), 0, limits)).toBe(
      UNASKED_AT_ONCE + ((asks * WANTED_RECORDS) % RECORDS_AT_ONCE),
    );
  });

  it("are counted apart from those that come with them and nobody asked for", () => {
    const limits = new MessageLimits();
    limits.sent(wanted(RECORDS_AT_ONCE - 4));
    expect(limits.take(records(RECORDS_AT_ONCE), 0)).toBe(true); // four of them were not
    expect(takenOf(1_000, records(1), 0, limits)).toBe(UNASKED_AT_ONCE - 4);
  });

  it("are only those that we asked for, not those that were asked of us", () => {
    const limits = new MessageLimits();
    limits.take(wanted(WANTED_RECORDS), 0);
    expect(takenOf(1_000, records(1), 0, limits)).toBe(UNASKED_AT_ONCE);
  });
});

describe("the requests of a comparison", () => {
  it("are no flood when a newcomer asks for all that it finds", () => {
    const messages = COMPARISON_STEPS * Math.ceil(RECONCILE_IDS / WANTED_RECORDS);
    expect(takenOf(messages, wanted(WANTED_RECORDS), STEP_MS / 2)).toBe(messages);
  });

  it("are a flood when they come for ever", () => {
    expect(takenOf(10_000, wanted(1), 20)).toBeLessThan(1_500);
  });
});

describe("the steps of a comparison", () => {
  it("are no flood when both sides begin one at the same time", () => {
    expect(takenOf(2 * COMPARISON_STEPS, step("ask"), STEP_MS / 2)).toBe(2 * COMPARISON_STEPS);
  });

  it.each(["ask", "answer"] as const)("are a flood when they come for ever, be it to %s", (turn) => {
    expect(takenOf(10_000, step(turn), 10)).toBeLessThan(2_500);
  });
});

it("where a feed ends is told on meeting, and hardly ever again", () => {
  expect(takenOf(100, FEED)).toBe(4);
  expect(takenOf(100, FEED, 1_000)).toBe(100);
});
