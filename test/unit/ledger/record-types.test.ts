import { describe, expect, test } from "vitest";
import { fromHex } from "../../../shared/core/bytes.ts";
import { STATE_HASHES } from "../../../shared/core/state-hashes.ts";
import type { CanonicalMap } from "../../../shared/ledger/canonical.ts";
import {
  commitBytes,
  feedRecordBytes,
  type FeedPlace,
  revocationBytes,
} from "../../../shared/ledger/record.ts";
import {
  type FeedEntry,
  feedEntryToWire,
  isFeedContent,
  NO_HASH,
  openRecord,
  timeOf,
  UNKNOWN_TYPE,
} from "../../../shared/ledger/record-content.ts";
import { NAME_LENGTH, REFUTED_VERDICTS, URL_LENGTH } from "../../../shared/ledger/record-limits.ts";
import { commitBodyToWire } from "../../../shared/ledger/records/commit.ts";
import { revocationBodyToWire } from "../../../shared/ledger/records/revocation.ts";
import { EXAMPLE_ENTRIES, PERSON } from "../../support/example-entries.ts";
import {
  EXAMPLE_CONTRIBUTION,
  exampleBytes,
  exampleCommit,
  exampleSigner,
} from "../../support/example-messages.ts";
import { forge, outcome } from "../../support/forged-records.ts";

const DEVICE = exampleSigner(0).device;
const REVOCATION = { root: PERSON.device, device: DEVICE, lastSeq: 3, at: EXAMPLE_CONTRIBUTION.at };
/** The year 3000, which no record names a time beyond. */
const LATEST = 32_503_680_000;

/** As long as names in DNS can be. */
const LONGEST_NAME = `${`${"a".repeat(63)}.`.repeat(3)}${"a".repeat(61)}`;

type Type = FeedEntry["type"] | "revocation" | "commit";

/** The body of an example, as it is sent. */
function wireOf(type: Type): CanonicalMap {
  if (type === "revocation") return revocationBodyToWire(REVOCATION);
  return type === "commit" ? commitBodyToWire(exampleCommit(3)) : feedEntryToWire(EXAMPLE_ENTRIES[type]);
}

/** What is said to a record with this body. */
function reasonOf(type: Type, body: CanonicalMap): string {
  const isInFeed = type !== "revocation" && type !== "commit";
  const place = isInFeed ? { device: fromHex(DEVICE), seq: 0, prev: fromHex(NO_HASH) } : {};
  return outcome(openRecord(forge({ v: 1, type, ...place, body }).bytes));
}

/** What is said to an example with these fields instead. */
const reasonWith = (type: Type, change: CanonicalMap) => reasonOf(type, { ...wireOf(type), ...change });

const bytes = (count: number) => Array.from({ length: count }, (_, index) => exampleBytes(`${index}`));
const short = new Uint8Array(31);

describe("the body", () => {
  test.each(Object.values(EXAMPLE_ENTRIES))("of a $type says what was put in", (entry) => {
    for (const place of [
      { device: DEVICE, seq: 0, prev: NO_HASH },
      { device: DEVICE, seq: 41, prev: EXAMPLE_CONTRIBUTION.base },
    ] satisfies FeedPlace[]) {
      const opened = openRecord(feedRecordBytes(place, entry));
      if (!opened.ok) throw new Error(opened.reason);
      expect(opened.content).toEqual({ v: 1, ...place, ...entry });
      expect(isFeedContent(opened.content)).toBe(true);
      expect(timeOf(opened.content)).toBe(EXAMPLE_CONTRIBUTION.at);
    }
  });

  test("of a revocation and a commit say what was put in, and stand in no feed", () => {
    for (const [type, written, body] of [
      ["revocation", revocationBytes(REVOCATION), REVOCATION],
      ["commit", commitBytes(exampleCommit(3)), exampleCommit(3)],
    ] as const) {
      const opened = openRecord(written);
      expect(opened).toEqual({ ok: true, content: { v: 1, type, body } });
      if (opened.ok)
        expect([isFeedContent(opened.content), timeOf(opened.content)]).toEqual([false, body.at]);
    }
  });

  const good: readonly (readonly [Type, CanonicalMap])[] = [
    ["identity", { name: "", country: "", team: null, isListed: false }],
    ["identity", { name: "Ψ".repeat(NAME_LENGTH) }],
    ["identity", { at: 0 }],
    ["identity", { at: LATEST }],
    ["team", { name: "A", url: "" }],
    ["team", { url: `https://${"a".repeat(URL_LENGTH - 8)}` }],
    ["contribution", { states: bytes(1) }],
    ["contribution", { profile: "gpu-float", states: [] }],
    ["contribution", { profile: "wasm-unverified", states: [] }],
    ["contribution", { at: LATEST, lossMicros: -5 }],
    ["contribution", { site: "https://herons.example" }],
    ["contribution", { site: `https://${LONGEST_NAME}:65535` }],
    ["verdict", { result: "match", window: 0, refutes: [], inner: bytes(STATE_HASHES) }],
    ["verdict", { result: "mismatch", window: STATE_HASHES - 1, refutes: bytes(REFUTED_VERDICTS) }],
    ["revocation", { lastSeq: 0 }],
    ["commit", { at: 0 }],
  ];
  test.each(good)("of a %s may be %j", (type, change) => {
    expect(reasonWith(type, change)).toBe("ok");
  });

  const bad: readonly (readonly [Type, string, CanonicalMap])[] = [
    ["identity", "name", { name: "x".repeat(NAME_LENGTH + 1) }],
    ["identity", "name", { name: 5 }],
    ["identity", "isListed", { isListed: 1 }],
    ["identity", "country", { country: "fi" }],
    ["identity", "country", { country: "FIN" }],
    ["identity", "country", { country: "FI\n" }],
    ["identity", "team", { team: short }],
    ["identity", "team", { team: "" }],
    ["identity", "root", { root: PERSON.device }],
    ["identity", "at", { at: -1 }],
    ["identity", "at", { at: LATEST + 1 }],
    ["delegation", "root", { root: short }],
    ["delegation", "root", { root: null }],
    ["delegation", "at", { at: "now" }],
    ["team", "name", { name: "" }],
    ["team", "name", { name: "x".repeat(NAME_LENGTH + 1) }],
    ["team", "url", { url: "http://herons.example" }],
    ["team", "url", { url: "javascript:alert(1)" }],
    ["team", "url", { url: "https://" }],
    ["team", "url", { url: "https://herons.example/a b" }],
    ["team", "url", { url: `https://${"a".repeat(URL_LENGTH - 7)}` }],
    ["contribution", "body", { states: [] }],
    ["contribution", "body", { profile: "gpu-float" }],
    ["contribution", "body", { profile: "wasm-unverified" }],
    ["contribution", "states", { states: bytes(STATE_HASHES + 1) }],
    ["contribution", "states", { states: [short] }],
    ["contribution", "states", { states: new Uint8Array(32) }],
    ["contribution", "site", { site: "https://herons.example/join" }],
    ["contribution", "site", { site: "" }],
    ["contribution", "site", { site: null }],
    ["contribution", "site", { site: `https://a${LONGEST_NAME}` }],
    ["contribution", "at", { at: LATEST + 1 }],
    ["verdict", "result", { result: "perhaps" }],
    ["verdict", "body", { result: "match", window: 1 }],
    ["verdict", "window", { window: STATE_HASHES }],
    ["verdict", "window", { window: -1 }],
    ["verdict", "inner", { inner: [] }],
    ["verdict", "inner", { inner: bytes(STATE_HASHES + 1) }],
    ["verdict", "refutes", { refutes: bytes(REFUTED_VERDICTS + 1) }],
    ["verdict", "distanceMicros", { distanceMicros: -1 }],
    ["verdict", "contribution", { contribution: short }],
    ["revocation", "lastSeq", { lastSeq: -1 }],
    ["revocation", "root", { root: short }],
    ["commit", "at", { at: -1 }],
    ["commit", "at", { at: LATEST + 1 }],
  ];
  test.each(bad)("of a %s with another %s is refused: %j", (type, field, change) => {
    const path = field === "body" ? "body" : `body.${field}`;
    expect(reasonWith(type, change)).toMatch(new RegExp(`^${path}(\\.\\d+)?: `));
  });

  test.each([...Object.keys(EXAMPLE_ENTRIES), "revocation", "commit"] as Type[])(
    "of a %s has no field too many and none too few",
    (type) => {
      expect(reasonWith(type, {})).toBe("ok");
      expect(reasonWith(type, { extra: 1 })).not.toBe("ok");
      for (const field of Object.keys(wireOf(type))) {
        const { [field]: _, ...rest } = wireOf(type);
        expect(reasonOf(type, rest), field).not.toBe("ok");
        expect(reasonWith(type, { [field]: {} }), field).not.toBe("ok");
      }
    },
  );
});

describe("a name that people see", () => {
  const nameReason = (name: string) => reasonWith("identity", { name });

  test.each(["Zoë Ångström", "小鳥", "عائشة", "🦢", "O'Neil-Smith, Jr."])("may be %s", (name) => {
    expect(nameReason(name)).toBe("ok");
  });

  test.each([
    ["a line break", "two\nlines"],
    ["a null", "a\0b"],
    ["a delete character", "a\x7f"],
    ["a change of direction", "safe\u202Etxt.exe"],
    ["an isolate", "a\u2066b"],
    ["a character without width", "ad\u200Bmin"],
    ["a soft hyphen", "ad\u00ADmin"],
    ["a byte order mark", "ad\uFEFFmin"],
    ["a line separator", "a\u2028b"],
    ["a paragraph separator", "a\u2029b"],
    ["a tag character", "a\u{E0041}"],
  ])("has no room for %s", (_, name) => {
    expect(nameReason(name)).toMatch(/characters that cannot be shown/);
  });

  test("of a team and its address are held to the same", () => {
    expect(reasonWith("team", { name: "ad\u200Bmin" })).toMatch(/cannot be shown/);
    expect(reasonWith("team", { url: "https://a\u202Eb" })).toMatch(/cannot be shown/);
  });
});

describe("the place in a feed", () => {
  const reasonAt = (type: FeedEntry["type"], change: CanonicalMap) => {
    const place = { device: fromHex(DEVICE), seq: 0, prev: fromHex(NO_HASH) };
    const body = feedEntryToWire(EXAMPLE_ENTRIES[type]);
    return outcome(openRecord(forge({ v: 1, type, ...place, body, ...change }).bytes));
  };

  test.each(Object.keys(EXAMPLE_ENTRIES) as FeedEntry["type"][])("of a %s is bound to be one", (type) => {
    expect(reasonAt(type, {})).toBe("ok");
    expect(reasonAt(type, { seq: 1, prev: exampleBytes("before") })).toBe("ok");
    expect(reasonAt(type, { seq: 1 })).toMatch(/only the first record has none before it/);
    expect(reasonAt(type, { prev: exampleBytes("before") })).toMatch(/only the first/);
    for (const change of [{ seq: -1 }, { prev: short }, { device: DEVICE }, { device: null }, { place: 1 }])
      expect(reasonAt(type, change)).not.toBe("ok");
  });

  test("is nothing that a commit or a revocation has", () => {
    const place = { device: fromHex(DEVICE), seq: 0, prev: fromHex(NO_HASH) };
    for (const [type, body] of [
      ["commit", commitBodyToWire(exampleCommit(3))],
      ["revocation", revocationBodyToWire(REVOCATION)],
    ] as const) {
      expect(outcome(openRecord(forge({ v: 1, type, body }).bytes))).toBe("ok");
      expect(outcome(openRecord(forge({ v: 1, type, ...place, body }).bytes))).not.toBe("ok");
    }
  });
});

test("every type but those of later versions is known", () => {
  for (const type of [...Object.keys(EXAMPLE_ENTRIES), "project", "commit", "revocation", "fork-proof"])
    expect(outcome(openRecord(forge({ v: 1, type, body: 5 }).bytes)), type).not.toBe(UNKNOWN_TYPE);
});
