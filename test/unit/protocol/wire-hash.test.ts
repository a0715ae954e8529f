/**
 * The wire cannot change unnoticed. When this fails you have changed what peers send, or what they accept, and peers with the old
 * code no longer understand yours:
 *   1. If you did not mean to, undo it.
 *   2. Otherwise raise PROTOCOL_VERSION in shared/protocol/version.ts, with a line of history there (and RECORD_VERSION when what is
 *      signed has changed). Say in OLDEST_VERSION which versions are still understood, and keep the code that reads them.
 *   3. Put the new hash here beside the new version; add fixtures to test/fixtures/wire/<version>/. The old ones stay for ever.
 */
import { expect, test } from "vitest";
import { toHex } from "../../../shared/core/bytes.ts";
import { sha256 } from "../../../shared/core/hash.ts";
import { RECORD_DOMAIN } from "../../../shared/ledger/record.ts";
import { RECORD_VERSION, recordContentSchema } from "../../../shared/ledger/record-content.ts";
import { FEED_RECORD_BYTES, RECORD_BYTES, RECORD_DEPTH } from "../../../shared/ledger/record-limits.ts";
import { AUTH_DOMAIN } from "../../../shared/protocol/auth.ts";
import { CONTROL_BYTES, CONTROL_DEPTH, FRAME_BYTES } from "../../../shared/protocol/limits.ts";
import { messageSchema } from "../../../shared/protocol/message-schema.ts";
import { HELLO_VERSION, OLDEST_VERSION, PROTOCOL_VERSION } from "../../../shared/protocol/version.ts";
import { describeSchema } from "../../support/describe-schema.ts";

const WIRE_HASHES: Readonly<Record<number, string>> = {
  1: "ea1e1fe7fb0f10fbdfbd672dc102799ba81a9bf40566d98a726b20d04aa02c6b",
  2: "cb1cf78b750721bb15642450b086af1a18152893183d4085c1886cc31f516d6b",
  3: "030b5c7db1b221463f236d92b53521eabef3cdbe626b1b361d2acb10d1495903",
};

test("messages and records of this version are what they were when it was given out", () => {
  const wire = {
    versions: { PROTOCOL_VERSION, OLDEST_VERSION, HELLO_VERSION, RECORD_VERSION },
    domains: [toHex(RECORD_DOMAIN), toHex(AUTH_DOMAIN)],
    limits: {
      FRAME_BYTES,
      CONTROL_BYTES,
      CONTROL_DEPTH,
      RECORD_BYTES,
      RECORD_DEPTH,
      FEED_RECORD_BYTES,
    },
    messages: describeSchema(messageSchema),
    records: describeSchema(recordContentSchema),
  };
  const hash = toHex(sha256(new TextEncoder().encode(JSON.stringify(wire))));
  expect(hash).toBe(WIRE_HASHES[PROTOCOL_VERSION]);
});
