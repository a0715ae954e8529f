/**
 * Recorded frames and records. Each version has its folder in test/fixtures/wire/, and all of them must be understood for ever: change
 * no file there. To record those of a new version, run this file with `-u`; git must show new files only.
 */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { fromHex, toHex } from "../../../shared/core/bytes.ts";
import { ed25519Verifier } from "../../../shared/ledger/ed25519.ts";
import { parseCommit, parseContribution } from "../../../shared/ledger/record.ts";
import { decodeSignedRecord, encodeSignedRecord } from "../../../shared/ledger/signed-record.ts";
import { encodeBlobPart } from "../../../shared/protocol/blob.ts";
import { encodeMessage } from "../../../shared/protocol/control.ts";
import { decodeFrame } from "../../../shared/protocol/frame.ts";
import { OLDEST_VERSION, PROTOCOL_VERSION } from "../../../shared/protocol/version.ts";
import {
  exampleCommitRecord,
  exampleContributionRecord,
  exampleHash,
  exampleMessages,
} from "../../support/example-messages.ts";

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
  const contribution = encodeSignedRecord(await exampleContributionRecord());
  await expect(toText(contribution)).toMatchFileSnapshot(`${folder}/record-contribution.hex`);
  const commit = encodeSignedRecord(await exampleCommitRecord(3, 3));
  await expect(toText(commit)).toMatchFileSnapshot(`${folder}/record-commit.hex`);
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

  test.each(
    paths.filter(([version, name]) => Number(version) >= OLDEST_VERSION && name.startsWith("frame-")),
  )("version %s, %s is understood", (version, name) => {
    const decoded = decodeFrame(read(`${version}/${name}`));
    if (!decoded.ok) throw new Error(decoded.reason);
    const kind = decoded.kind === "message" ? decoded.message.kind : decoded.kind;
    expect(`frame-${kind}.hex`).toBe(name);
  });

  test.each(paths.filter(([, name]) => name.startsWith("record-")))(
    "version %s, %s is verified",
    (version, name) => {
      const decoded = decodeSignedRecord(read(`${version}/${name}`));
      if (!decoded.ok) throw new Error(decoded.reason);
      const parse = name === "record-commit.hex" ? parseCommit : parseContribution;
      expect(parse(decoded.record, ed25519Verifier)).toMatchObject({ ok: true });
    },
  );
});
