import { describe, expect, test } from "vitest";
import { hashOf } from "../../../shared/core/hash.ts";
import type { Hash } from "../../../shared/core/ids.ts";
import type { DataFile } from "../../../shared/data/detect.ts";
import type { Project, ProjectFile } from "../../../shared/project/manifest.ts";
import { signProject } from "../../../shared/project/project.ts";
import { SHARD_BYTES } from "../../../shared/project/shards.ts";
import { createProject } from "../../../worker/swarm/create-project.ts";
import {
  cacheProject,
  fetchProject,
  type OpenedProject,
  openProject,
  type ProjectPorts,
} from "../../../worker/swarm/open-project.ts";
import { ownerSigner, storyBytes, verifier } from "../../support/project-fixtures.ts";
import { dailyCsv, imagePair, utf8 } from "../data/data-fixtures.ts";

const { signal } = new AbortController();
/** Three shards, the last one short. */
const STORIES: DataFile = { name: "stories.txt", bytes: storyBytes(2 * SHARD_BYTES + 1000) };
const IMAGES = imagePair(60);
const KINDS: Readonly<Record<string, readonly DataFile[]>> = {
  text: [{ name: "stories.txt", bytes: storyBytes(20_000) }],
  table: [
    { name: "sky-test.csv", bytes: utf8(skyCsv(40)) },
    { name: "sky.csv", bytes: utf8(skyCsv(120)) },
  ],
  series: [{ name: "days.csv", bytes: utf8(dailyCsv(200, (day) => String((day * 7) % 31))) }],
  images: [
    { name: "labels", bytes: IMAGES.labels },
    { name: "images", bytes: IMAGES.images },
  ],
};

function skyCsv(rowCount: number): string {
  const rows = Array.from(
    { length: rowCount },
    (_, row) => `${(row * 37) % 101},${row % 2 ? "rain" : "sun"}`,
  );
  return `humidity,sky\n${rows.join("\n")}\n`;
}

const create = (files: readonly DataFile[]) => createProject(files, ownerSigner, { seed: "fixed" });

/** A world with some blobs at the peers, some URLs, and a cache; counts what is asked for. */
function world(peers: ReadonlyMap<Hash, Uint8Array> = new Map(), urls: Record<string, Uint8Array> = {}) {
  const cached = new Map<Hash, Uint8Array>();
  const asked: Hash[] = [];
  const fetched: string[] = [];
  const progress: number[] = [];
  const ports: ProjectPorts = {
    fetchBlob: async (hash) => {
      asked.push(hash);
      return peers.get(hash) ?? null;
    },
    fetchUrl: async (url) => {
      fetched.push(url);
      const bytes = urls[url];
      if (!bytes) throw new Error("not found");
      return bytes;
    },
    cache: {
      get: async (hash) => cached.get(hash) ?? null,
      put: async (hash, bytes) => void cached.set(hash, bytes),
    },
    onProgress: (received, total) => void progress.push(received / total),
  };
  return { ports, cached, asked, fetched, progress };
}

/** The same project with its file at these URLs too. */
async function withUrls({ project }: OpenedProject, urls: readonly string[]): Promise<Project> {
  const { manifest } = project;
  if (manifest.data.source !== "files") throw new Error("not a project with files");
  const files = manifest.data.files.map((file): ProjectFile => ({ ...file, urls }));
  return signProject({ ...manifest, data: { ...manifest.data, files } }, ownerSigner);
}

describe.for(Object.keys(KINDS))("a project made from %s files", (kind) => {
  test("is opened by others from its id alone, with the same samples", async () => {
    const made = await create(KINDS[kind]!);
    const { ports, progress } = world(made.blobs);
    const project = await fetchProject(made.project.id, verifier, ports, signal);
    const opened = await openProject(project, ports, signal);
    expect(opened.project).toEqual(made.project);
    expect(opened.dataset.kind).toBe(kind);
    expect(opened.dataset.task).toEqual(made.dataset.task);
    const indices = [0, 3, 5];
    expect(opened.dataset.batch("train", indices)).toEqual(made.dataset.batch("train", indices));
    expect(opened.dataset.batch("test", [1])).toEqual(made.dataset.batch("test", [1]));
    expect(progress.at(-1)).toBe(1);
    expect(new Map(opened.blobs)).toEqual(new Map(made.blobs));
  });
});

describe("the data of a project", () => {
  test("are not fetched again when they are in the cache", async () => {
    const made = await create([STORIES]);
    const { ports, asked } = world(made.blobs);
    await openProject(made.project, ports, signal);
    const before = asked.length;
    await openProject(made.project, ports, signal);
    expect(before).toBe(4);
    expect(asked).toHaveLength(before);
  });

  test("are there for their owner after a reload", async () => {
    const made = await create([STORIES]);
    const { ports, asked } = world();
    await cacheProject(made, ports.cache);
    const project = await fetchProject(made.project.id, verifier, ports, signal);
    await openProject(project, ports, signal);
    expect(asked).toEqual([]);
  });

  test("are fetched again where the cache is damaged", async () => {
    const made = await create([STORIES]);
    const { ports, cached, asked } = world(made.blobs);
    await openProject(made.project, ports, signal);
    const [damaged] = [...cached.keys()].slice(-1);
    cached.set(
      damaged!,
      cached.get(damaged!)!.map((byte) => byte ^ 1),
    );
    asked.length = 0;
    await openProject(made.project, ports, signal);
    expect(asked).toEqual([damaged]);
  });

  test("never are what a lying peer sends", async () => {
    const made = await create([STORIES]);
    for (const lie of [
      (bytes: Uint8Array) => bytes.map((byte) => byte ^ 1),
      (bytes: Uint8Array) => bytes.subarray(1),
      () => new Uint8Array(0),
    ]) {
      const lies = new Map([...made.blobs].map(([hash, bytes]) => [hash, lie(bytes)]));
      const { ports, cached } = world(lies);
      await expect(openProject(made.project, ports, signal)).rejects.toMatchObject({ name: "DataError" });
      await expect(fetchProject(made.project.id, verifier, ports, signal)).rejects.toMatchObject({
        name: "DataError",
      });
      expect(cached.size).toBe(0);
    }
  });

  test("come from a URL when no peer has them, from the first that has the right file", async () => {
    const project = await withUrls(await create([STORIES]), [
      "https://a.example/",
      "https://b.example/",
      "https://c.example/",
    ]);
    const { ports, fetched, progress } = world(new Map(), {
      "https://b.example/": storyBytes(1000),
      "https://c.example/": STORIES.bytes,
    });
    const opened = await openProject(project, ports, signal);
    expect(opened.dataset.kind).toBe("text");
    expect(fetched).toEqual(["https://a.example/", "https://b.example/", "https://c.example/"]);
    expect(progress).toEqual([1]);
  });

  test("come from a URL when the peers lack one piece; what came is counted once", async () => {
    const made = await create([STORIES]);
    const project = await withUrls(made, ["https://a.example/"]);
    const lastShard = hashOf(STORIES.bytes.subarray(2 * SHARD_BYTES));
    const peers = new Map([...made.blobs].filter(([hash]) => hash !== lastShard));
    const { ports, progress } = world(peers, { "https://a.example/": STORIES.bytes });
    await openProject(project, ports, signal);
    expect(progress.at(-1)).toBe(1);
  });

  test("that nobody has are asked for in vain, with advice", async () => {
    const made = await create([STORIES]);
    const { ports } = world();
    await expect(openProject(made.project, ports, signal)).rejects.toMatchObject({ name: "DataError" });
  });

  test("are given up at once when the visitor leaves", async () => {
    const made = await create([STORIES]);
    const leaving = new AbortController();
    const { ports, asked } = world(made.blobs);
    const fetchBlob: ProjectPorts["fetchBlob"] = async (hash) => {
      asked.push(hash);
      leaving.abort();
      return null; // the swarm that would have answered is stopping too
    };
    await expect(openProject(made.project, { ...ports, fetchBlob }, leaving.signal)).rejects.toMatchObject({
      name: "AbortError",
    });
    expect(asked).toHaveLength(1);
  });
});

test("a file's odd name becomes one line that a manifest may hold", async () => {
  const name = `${"x".repeat(300)}\n\u202Etxt.csv`;
  const { project } = await create([{ name, bytes: utf8(skyCsv(50)) }]);
  expect(project.manifest.data).toMatchObject({ files: [{ name: `${"x".repeat(248)}txt.csv` }] });
});

test("what its maker says of a project is in its manifest, as one line each, and the model is the one that was asked for", async () => {
  const files = [{ name: "tales.txt", bytes: storyBytes(20_000) }];
  const wishes = {
    name: "  Tales\n of old\u202E ",
    question: `Who wove this? ${"x".repeat(300)}`,
    licence: "CC0-1.0",
    model: "gpt:micro",
  } as const;
  const { project } = await createProject(files, ownerSigner, { seed: "fixed", wishes });
  const { name, question, licence, plan } = project.manifest;
  expect({ name, licence }).toEqual({ name: "Tales of old", licence: "CC0-1.0" });
  expect(question).toMatch(/^Who wove this\? x+$/);
  expect(question).toHaveLength(200);
  expect(plan.model).toMatchObject({ kind: "gpt", layerCount: 4, width: 128 });
  const unasked = (await create(files)).project.manifest;
  expect(unasked).toMatchObject({ name: "tales.txt", licence: "" });
  expect("question" in unasked).toBe(false);
});

test("two projects of the same files differ by their seed", async () => {
  const files = KINDS["series"]!;
  const [first, second] = [await create(files), await createProject(files, ownerSigner, { seed: "other" })];
  expect(first.project.id).not.toBe(second.project.id);
  expect((await create(files)).project.id).toBe(first.project.id);
});
