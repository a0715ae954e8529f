/** A project whose text brings a tokenizer.json: made from two files, opened from its pieces, and refused when its manifest lies about them. */
import { describe, expect, test } from "vitest";
import type { Hash } from "../../../shared/core/ids.ts";
import { generateStories } from "../../../shared/data/stories.ts";
import { ed25519Verifier } from "../../../shared/ledger/ed25519.ts";
import type { Manifest, ProjectFile } from "../../../shared/project/manifest.ts";
import { parseProject, signProject } from "../../../shared/project/project.ts";
import { createProject } from "../../../worker/swarm/create-project.ts";
import { openProject } from "../../../worker/swarm/open-project.ts";
import { ownerSigner } from "../../support/project-fixtures.ts";
import { tokenizerBytes, trainByteLevelBpe, wordPieces } from "../../support/tiny-tokenizer.ts";
import { utf8 } from "../data/data-fixtures.ts";

const STORIES = generateStories({ characterCount: 20_000 });
const TEXT = { name: "stories.txt", bytes: utf8(STORIES) };
const TOKENIZER = { name: "tokenizer.json", bytes: tokenizerBytes(trainByteLevelBpe(STORIES, 100)) };

const create = (files = [TOKENIZER, TEXT]) => createProject(files, ownerSigner, { seed: "fixed" });

function portsOf(blobs: ReadonlyMap<Hash, Uint8Array>) {
  return {
    fetchBlob: async (hash: Hash) => blobs.get(hash) ?? null,
    fetchUrl: () => Promise.reject(new Error("no network")),
    cache: { get: async () => null, put: async () => undefined },
    onProgress: () => undefined,
  };
}

type Files = readonly ProjectFile[];

const LIES: Readonly<Record<string, (files: Files) => Files>> = {
  "no second file": (files) => files.slice(0, 1),
  "a third file": (files) => [...files, ...files.slice(0, 1)],
  "a tokenizer as large as a text": (files) => files.map((file) => ({ ...file, bytes: 8_000_001 })),
};

const { signal } = new AbortController();

describe("a project with a tokenizer.json", () => {
  test("names the text and then the tokenizer, and has a model of as many tokens", async () => {
    const { project, dataset } = await create();
    const { data, plan, name } = project.manifest;
    expect(name).toBe("stories.txt");
    expect(data).toMatchObject({
      source: "files",
      kind: "text",
      options: { blockSize: 64, vocabulary: "tokenizer" },
      files: [{ name: TEXT.name }, { name: TOKENIZER.name, bytes: TOKENIZER.bytes.length }],
    });
    expect(plan.model).toMatchObject({ kind: "gpt", vocabularySize: 357 });
    expect(dataset.description).toContain("BPE");
    expect((await create([TEXT, TOKENIZER])).project.id).toBe(project.id);
  });

  test("is the same to whoever opens it from its pieces", async () => {
    const made = await create();
    const { id, blob } = made.project;
    const parsed = parseProject(id, blob, ed25519Verifier);
    expect(parsed.ok).toBe(true);
    const opened = await openProject(made.project, portsOf(made.blobs), signal);
    const indices = [0, 100, 2000];
    expect(opened.dataset.batch("train", indices)).toEqual(made.dataset.batch("train", indices));
    expect(opened.dataset.sampleCount("test")).toBe(made.dataset.sampleCount("test"));
  });

  test("is refused with another tokenizer than its model was made for", async () => {
    const made = await create();
    const other = await create([
      TEXT,
      { name: "tokenizer.json", bytes: tokenizerBytes(wordPieces(STORIES)) },
    ]);
    const lie: Manifest = { ...made.project.manifest, data: other.project.manifest.data };
    const project = await signProject(lie, ownerSigner);
    const blobs = new Map([...made.blobs, ...other.blobs]);
    await expect(openProject(project, portsOf(blobs), signal)).rejects.toThrow("does not fit its data");
  });

  test.for(Object.entries(LIES))("is none with %s", async ([, change]) => {
    const { manifest } = (await create()).project;
    const { data } = manifest;
    if (data.source !== "files") throw new Error("it is of files");
    const lie = signProject({ ...manifest, data: { ...data, files: change(data.files) } }, ownerSigner);
    await expect(lie).rejects.toThrow("a text and its tokenizer.json");
  });
});
