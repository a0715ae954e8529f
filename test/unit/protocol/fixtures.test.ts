/**
 * Recorded frames and records. Each version has its folder in test/fixtures/wire/, and all of them stay for ever: those from
 * OLDEST_VERSION on must be understood, and of older ones the hello, which says that they do not fit. Change no file there. To record
 * those of a new version, run this file with `-u`; git must show new files only.
 */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { fromHex, toHex } from "../../../shared/core/bytes.ts";
import { checkRecord } from "../../../shared/ledger/checked-record.ts";
import { ed25519Verifier } from "../../../shared/ledger/ed25519.ts";
import { parseCommit, parseContribution } from "../../../shared/ledger/record.ts";
import { decodeSignedRecord, encodeSignedRecord } from "../../../shared/ledger/signed-record.ts";
import { encodeBlobPart } from "../../../shared/protocol/blob.ts";
import { encodeMessage } from "../../../shared/protocol/control.ts";
import { decodeFrame } from "../../../shared/protocol/frame.ts";
import { commonVersion, OLDEST_VERSION, PROTOCOL_VERSION } from "../../../shared/protocol/version.ts";
import { exampleRecords } from "../../support/example-entries.ts";
import { exampleHash, exampleMessages } from "../../support/example-messages.ts";

const ROOT = `${import.meta.dirname}/../../fixtures/wire`;
/** Hexadecimal digits in a line of a fixture: 32 bytes. */
const LINE = /.{1,64}/g;

const toText = (bytes: Uint8Array) => `${toHex(bytes).match(LINE)!.join("\n")}\n`;
const read = (path: string) => fromHex(readFileSync(`${ROOT}/${path}`, "utf8").replaceAll(/\s/g, ""));

test("messages, blob parts and records are written as they were recorded", async () => {
  const folder = `${ROOT}/${PROTOCOL_VERSION}`;
  for (const message of await exampleMessages()) {
    await expect(toText(encodeMessage(message))).toMatchFileSnapshot(`${folder}/frame-${message.kind}.hex`);
  }
  const part = encodeBlobPart(exampleHash("blob"), 16, 80, Uint8Array.of(1, 2, 3, 4));
  await expect(toText(part)).toMatchFileSnapshot(`${folder}/frame-blob.hex`);
  for (const [type, record] of Object.entries(await exampleRecords()))
    await expect(toText(encodeSignedRecord(record))).toMatchFileSnapshot(`${folder}/record-${type}.hex`);
});

describe("of all that was ever recorded", () => {
  const paths = readdirSync(ROOT).flatMap((version) =>
    readdirSync(`${ROOT}/${version}`).map((name) => [version, name] as const),
  );

  test("there is something for every version that is understood", () => {
    for (let version = OLDEST_VERSION; version <= PROTOCOL_VERSION; version++) {
      expect(paths.filter(([folder]) => folder === String(version)).length).toBeGreaterThanOrEqual(15);
    }
  });

  /** Whose records are still records. */
  const OLDEST_RECORDS = 2;
  const isRecord = ([, name]: (typeof paths)[number]) => name.startsWith("record-");
  const kept = paths.filter((path) => isRecord(path) && Number(path[0]) >= OLDEST_RECORDS);
  const lost = paths.filter((path) => isRecord(path) && Number(path[0]) < OLDEST_RECORDS);
  const spoken = paths.filter(([version]) => Number(version) >= OLDEST_VERSION);
  const forgotten = paths.filter(([version]) => Number(version) < OLDEST_VERSION);

  test.each(spoken.filter(([, name]) => name.startsWith("frame-")))(
    "version %s, %s is understood",
    (version, name) => {
      const decoded = decodeFrame(read(`${version}/${name}`));
      if (!decoded.ok) throw new Error(decoded.reason);
      const kind = decoded.kind === "message" ? decoded.message.kind : decoded.kind;
      expect(`frame-${kind}.hex`).toBe(name);
    },
  );

  test.each(kept)("version %s, %s is verified", (version, name) => {
    const decoded = decodeSignedRecord(read(`${version}/${name}`));
    if (!decoded.ok) throw new Error(decoded.reason);
    const checked = checkRecord(decoded.record, ed25519Verifier);
    if (!checked.ok) throw new Error(checked.reason);
    const variant = name === "record-contribution-site.hex" ? "-site" : "";
    expect(`record-${checked.checked.content?.type}${variant}.hex`).toBe(name);
    if (name === "record-commit.hex")
      expect(parseCommit(decoded.record, ed25519Verifier)).toMatchObject({ ok: true });
    if (name === "record-contribution.hex")
      expect(parseContribution(decoded.record, ed25519Verifier)).toMatchObject({ ok: true });
  });

  test.each(forgotten.filter(([, name]) => name.startsWith("frame-")))(
    "version %s, %s is refused with a reason, unless it is a hello",
    (version, name) => {
      const decoded = decodeFrame(read(`${version}/${name}`));
      if (name !== "frame-hello.hex") return expect(decoded.ok).toBe(false);
      if (!decoded.ok || decoded.kind !== "message" || decoded.message.kind !== "hello")
        throw new Error("no hello");
      expect(commonVersion(decoded.message)).toBeNull();
    },
  );

  test.each(lost)("version %s, %s is refused with a reason", (version, name) => {
    const decoded = decodeSignedRecord(read(`${version}/${name}`));
    if (!decoded.ok) throw new Error(decoded.reason);
    expect(checkRecord(decoded.record, ed25519Verifier)).toMatchObject({ ok: false });
  });
});
