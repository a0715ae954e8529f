import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeCanonical, type CanonicalMap } from "../../../shared/ledger/canonical.ts";
import { hashOf } from "../../../shared/core/hash.ts";
import { sealRecord } from "../../../shared/ledger/record.ts";
import { encodeSignedRecord } from "../../../shared/ledger/signed-record.ts";
import { adamwSpec, muonSpec } from "../../../shared/optimizer/optimizer-spec.ts";
import type { Manifest } from "../../../shared/project/manifest.ts";
import { bodyOf } from "../../../shared/project/manifest-schema.ts";
import {
  buildInProject,
  MANIFEST_BYTES,
  parseProject,
  signProject,
} from "../../../shared/project/project.ts";
import { ownerSigner, smallManifest, smallPlan, verifier } from "../../support/project-fixtures.ts";

const HASH = "5".repeat(64);

const TABLE: Manifest = smallManifest({
  name: "Wetter in Köln 🌧",
  plan: smallPlan({
    model: {
      kind: "mlp",
      numericCount: 3,
      categoricalCount: 1,
      categoryCount: 4,
      hiddenWidths: [8, 8],
      output: { kind: "classes", count: 2 },
    },
    optimizer: adamwSpec({ weightDecay: 0.05 }),
    schedule: { kind: "cosine", peak: 0.002, warmupSteps: 3, stepCount: 480, finalShare: 0.1 },
  }),
  data: {
    source: "files",
    kind: "table",
    options: { target: "sky", seed: "s", window: undefined },
    files: [
      { name: "weather.csv", bytes: 400_000, shardList: HASH, urls: ["https://example.org/weather.csv"] },
      { name: "weather-test.csv", bytes: 1, shardList: HASH, urls: [] },
    ],
  },
});

/** A blob with this body, properly signed: what a hostile owner can make. */
async function forge(body: CanonicalMap, head: CanonicalMap = { v: 1, type: "project" }) {
  const blob = encodeSignedRecord(await sealRecord(encodeCanonical({ ...head, body }), ownerSigner));
  return parseProject(hashOf(blob), blob, verifier);
}

/** The body of the table project with one place changed; a path like "plan.batchSize". */
function bodyWith(path: string, value: unknown): CanonicalMap {
  const body = structuredClone(bodyOf(TABLE)) as Record<string, unknown>;
  const names = path.split(".");
  const last = names.pop()!;
  const place = names.reduce((part, name) => part[name] as Record<string, unknown>, body);
  place[last] = value;
  return body as CanonicalMap;
}

describe("a signed project", () => {
  const asked = smallManifest({ name: "Asked", question: "هل يغنّي الطائر؟ 🐦" });
  test.for([smallManifest(), TABLE, asked])(
    "is read from its blob as it was written: $name",
    async (manifest) => {
      const project = await signProject(manifest, ownerSigner);
      expect(project.manifest).toEqual(manifest);
      expect(project.owner).toBe(ownerSigner.device);
      expect(project.id).toBe(hashOf(project.blob));
      expect(parseProject(project.id, project.blob, verifier)).toEqual({ ok: true, project });
    },
  );

  test("has settings of nine decimals exactly, whatever they are", () => {
    const real = (max: number) => fc.integer({ min: 1, max }).map((nanos) => nanos / 1e9);
    fc.assert(
      fc.property(real(1e9), real(999_999_999), real(1e15), (share, rate, large) => {
        const plan = smallPlan({
          optimizer: muonSpec({ beta1: rate, clipNorm: large, newtonSchulz: [[share, -large, rate]] }),
          schedule: {
            kind: "stable",
            peak: large,
            warmupSteps: 0,
            stepCount: 9,
            decaySteps: 1,
            finalShare: share,
          },
        });
        expect(buildInProject(smallManifest({ plan })).manifest.plan).toEqual(plan);
      }),
    );
  });

  test("has finer settings rounded, the same for its maker and everybody else", async () => {
    const schedule = { ...smallPlan().schedule, peak: 1 / 3 };
    const project = await signProject(smallManifest({ plan: smallPlan({ schedule }) }), ownerSigner);
    expect(project.manifest.plan.schedule.peak).toBe(0.333333333);
  });

  test("fits one record, also with four long files and all that can be said of it", async () => {
    const files = ["train-images", "train-labels", "t10k-images", "t10k-labels"].map((name) => ({
      name: `${"x".repeat(200)}-${name}`,
      bytes: 40_000_000,
      shardList: HASH,
      urls: [`https://example.org/${name}`],
    }));
    const data = { source: "files", kind: "images", options: {}, files } as const;
    const words = { name: "長".repeat(80), question: "長".repeat(200), licence: "長".repeat(80) };
    const { blob } = await signProject(smallManifest({ data, ...words }), ownerSigner);
    expect(blob.length).toBeLessThanOrEqual(MANIFEST_BYTES);
  });

  test("that is too long cannot be made", async () => {
    const urls = Array.from({ length: 4 }, (_, index) => `https://example.org/${"x".repeat(470)}${index}`);
    const files = Array.from({ length: 4 }, () => ({ name: "a", bytes: 1, shardList: HASH, urls }));
    const data = { source: "files", kind: "images", options: {}, files } as const;
    await expect(signProject(smallManifest({ data }), ownerSigner)).rejects.toMatchObject({
      name: "ManifestError",
    });
  });
});

describe("a blob from a stranger is refused", () => {
  test("when it is not what was asked for", async () => {
    const { id } = await signProject(smallManifest(), ownerSigner);
    const { blob } = await signProject(TABLE, ownerSigner);
    expect(parseProject(id, blob, verifier).ok).toBe(false);
  });

  test("when nobody signed it, or the signature is wrong", async () => {
    const unsigned = buildInProject(TABLE);
    expect(parseProject(unsigned.id, unsigned.blob, verifier)).toMatchObject({
      reason: "a project has one signature",
    });
    const blob = (await signProject(TABLE, ownerSigner)).blob.slice();
    blob[blob.length - 1]! ^= 1;
    expect(parseProject(hashOf(blob), blob, verifier)).toMatchObject({ reason: "bad signature" });
  });

  test("when it is not a manifest at all, without an exception", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5000 }), (blob) => {
        expect(parseProject(hashOf(blob), blob, verifier).ok).toBe(false);
      }),
    );
  });

  test("when any byte of a good one was changed", async () => {
    const { blob } = await signProject(TABLE, ownerSigner);
    fc.assert(
      fc.property(fc.nat(blob.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const other = blob.slice();
        other[at]! ^= change;
        expect(parseProject(hashOf(other), other, verifier).ok).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  test.for<readonly [string, unknown]>([
    ["name", ""],
    ["name", "two\nlines"],
    ["name", "evil\u202Etxt.exe"],
    ["name", "x".repeat(81)],
    ["question", ""],
    ["question", "two\nlines"],
    ["question", "is it\u202E?ti si"],
    ["question", "x".repeat(201)],
    ["extra", 1],
    ["plan.model", { kind: "gpt" }],
    ["plan.model.hiddenWidths", [4096, 5000]],
    ["plan.batchSize", 0],
    ["plan.batchSize", 65_537],
    ["plan.schedule.peak", 0],
    ["plan.schedule.finalShare", 1_000_000_001],
    ["plan.schedule.stepCount", -1],
    ["plan.optimizer.beta1", 1_000_000_000],
    ["plan.optimizer.newtonSchulz", Array.from({ length: 17 }, () => [1, 1, 1])],
    ["plan.optimizer.newtonSchulz", [[1, 1]]],
    ["plan.rules.roundMs", 0],
    ["plan.rules.maxSteps", 0],
    ["plan.codec", ""],
    ["plan.codec", "sparse-99"],
    ["data", { source: "stories", characterCount: 10_000_001, blockSize: 8 }],
    ["data.files", []],
    ["data.files.0.bytes", 0],
    ["data.files.0.bytes", 100_000_001],
    ["data.files.0.shardList", new Uint8Array(31)],
    ["data.files.0.name", "a\0b"],
    ["data.files.0.urls", ["file:///etc/passwd"]],
    ["data.files.0.urls", ["javascript:alert(1)"]],
    ["data.files.0.urls", ["https://user:secret@example.org/"]],
    ["data.files.0.urls", ["/relative"]],
    ["data.files.0.urls", Array.from({ length: 5 }, () => "https://example.org/")],
    ["data.options.target", "x".repeat(201)],
    ["data.options.shell", "x"],
  ])("when %s is %o", async ([path, value]) => {
    expect((await forge(bodyOf(TABLE))).ok).toBe(true);
    expect((await forge(bodyWith(path, value))).ok).toBe(false);
  });

  test("when its files together, or one training step, would not fit a tab", async () => {
    const file = { name: "a", bytes: 80_000_000, shardList: new Uint8Array(32), urls: [] };
    expect(await forge(bodyWith("data.files", [file, file, file]))).toMatchObject({
      reason: "all files together have at most 200000000 bytes",
    });
    const model = {
      kind: "gpt",
      vocabularySize: 200_000,
      blockSize: 4096,
      layerCount: 1,
      headCount: 1,
      width: 8,
    };
    expect(await forge(bodyWith("plan.model", model))).toMatchObject({
      reason: "a step of this model and batch size needs too much memory",
    });
  });

  test("when it is another kind of record, or a later version", async () => {
    expect((await forge(bodyOf(TABLE), { v: 1, type: "commit" })).ok).toBe(false);
    expect((await forge(bodyOf(TABLE), { v: 2, type: "project" })).ok).toBe(false);
  });
});
