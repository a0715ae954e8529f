import { Readable } from "node:stream";
import { createGzip, gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { FILE_LIMIT_BYTES } from "../../../shared/data/file-limit.ts";
import { readFiles } from "../../../worker/read-files.ts";

const TEXT = new TextEncoder().encode("It was a bright cold day in April.");

test("reads files as they are, in their order", async () => {
  const files = await readFiles([new File([TEXT], "b.txt"), new File([], "a.txt")]);
  expect(files).toEqual([
    { name: "b.txt", bytes: TEXT },
    { name: "a.txt", bytes: new Uint8Array(0) },
  ]);
});

test("unpacks gzip, and names what was inside", async () => {
  const [file] = await readFiles([new File([gzipSync(TEXT)], "novel.txt.gz")]);
  expect(file).toEqual({ name: "novel.txt", bytes: TEXT });
});

test("refuses a file that is not the gzip that its name says", async () => {
  await expect(readFiles([new File([TEXT], "novel.gz")])).rejects.toMatchObject({
    name: "DataError",
    message: "“novel.gz” could not be read.",
  });
});

test("refuses a file over the limit without reading it", async () => {
  const file = new File([], "huge.txt");
  Object.defineProperty(file, "size", { value: FILE_LIMIT_BYTES + 1 });
  await expect(readFiles([file])).rejects.toMatchObject({ message: "“huge.txt” is larger than 100 MB." });
});

test("stops unpacking at the limit, even if the file never ends", async () => {
  function* zeros() {
    for (const piece = new Uint8Array(1 << 20); ;) yield piece;
  }
  const endless = Readable.from(zeros()).pipe(createGzip({ level: 1 }));
  const file = new File([], "bomb.gz");
  Object.defineProperty(file, "stream", { value: () => Readable.toWeb(endless) });
  await expect(readFiles([file])).rejects.toMatchObject({ message: "“bomb.gz” is larger than 100 MB." });
});
