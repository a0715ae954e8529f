/**
 * A second implementation of the record layer of bundles, written from BUNDLE-FORMAT.md and sharing no code with the first: only Node's cryptography, and a
 * CBOR reader of its own. It checks framing, canonical bytes, names, signatures, links, certificates and the hashes of blobs; not what training gives.
 */
import { createHash, createPublicKey, verify } from "node:crypto";
import { type CborMap, type CborValue, readCanonicalCbor } from "./independent-cbor.ts";
import {
  agree,
  demand,
  Entries,
  hashIn,
  hasKeys,
  isAscending,
  listOf,
  MAGIC,
  mapOf,
  sha256,
  textIn,
  Wrong,
} from "./independent-entries.ts";

/** Entry that fails first, of a record or of the record whose blob is wrong; null: all holds; "no bundle": nothing could be read. */
export type Answer = number | null | "no bundle";

const ZEROS = "0".repeat(64);
const FEED_TYPES = ["contribution", "verdict", "identity", "delegation", "team"];
const LOOSE_TYPES = ["commit", "project", "revocation", "fork-proof"];
const CHUNK = 262_144;

interface Envelope {
  readonly bytes: Buffer;
  readonly hash: string;
  readonly signers: readonly string[];
  readonly fields: CborMap;
}

interface Item extends Envelope {
  readonly entry: number;
  /** SHA-256 of the whole entry: the id of a project. */
  readonly entryHash: string;
}

export function checkIndependently(bundle: Uint8Array): Answer {
  const file = Buffer.from(bundle);
  if (file.subarray(0, MAGIC.length).toString("latin1") !== MAGIC) return "no bundle";
  try {
    checkAll(new Entries(file));
    return null;
  } catch (error) {
    if (error instanceof Wrong) return error.entry;
    throw error;
  }
}

function checkAll(entries: Entries): void {
  demand(entries.peek() === 1, 0, "no contents");
  const contents = mapOf(readCanonicalCbor(entries.next({ most: 256 }).bytes, 1), 0);
  demand(hasKeys(contents, ["base", "data", "gaps", "project"]), 0, "contents");
  const base = contents.get("base") === null ? null : hashIn(contents, "base", 0);
  const project = hashIn(contents, "project", 0);
  const [data, gaps] = [contents.get("data"), contents.get("gaps")];
  demand(typeof data === "boolean" && typeof gaps === "number" && gaps >= 0, 0, "contents");
  const records = new Map<string, Item>();
  for (let kind = entries.peek(); kind !== null && kind !== 3; kind = entries.peek()) {
    const { bytes, index } = entries.next({ most: 4096 });
    demand(kind === 2, index, "contents again");
    const envelope = readEnvelope(bytes, index);
    demand(!records.has(envelope.hash), index, "twice");
    records.set(envelope.hash, { ...envelope, entry: index, entryHash: sha256(bytes) });
  }
  if (records.size === 0) throw new Wrong(0, "no records");
  checkFeeds([...records.values()], gaps);
  const manifest = [...records.values()].find(({ entryHash }) => entryHash === project);
  demand(manifest !== undefined, 0, "no project"); // built-in ones are not known here
  const chain = findChain(records, project, base);
  checkBlobs(entries, { records, chain, manifest, data, base });
  demand(entries.peek() === null, entries.index, "something behind the blobs");
}

function readEnvelope(entry: Buffer, at: number): Envelope {
  const envelope = mapOf(readCanonicalCbor(entry, 8), at);
  demand(hasKeys(envelope, ["bytes", "signatures"]), at, "envelope");
  const [bytes, signatures] = [envelope.get("bytes"), envelope.get("signatures")];
  demand(Buffer.isBuffer(bytes) && Array.isArray(signatures), at, "envelope");
  demand(bytes.length > 0 && signatures.length <= 16, at, "envelope");
  demand(22 + bytes.length + 101 * signatures.length <= 4096, at, "too large");
  const fields = mapOf(readCanonicalCbor(bytes, 8), at);
  const type = textIn(fields, "type");
  const isFeed = FEED_TYPES.includes(type);
  const isKnown = fields.get("v") === 1 && (isFeed || LOOSE_TYPES.includes(type));
  if (isKnown) {
    const keys = isFeed ? ["body", "device", "prev", "seq", "type", "v"] : ["body", "type", "v"];
    demand(hasKeys(fields, keys) && fields.get("body") instanceof Map, at, "fields");
  }
  if (isKnown && isFeed) {
    const isFirst = fields.get("seq") === 0;
    demand(isFirst === (hashIn(fields, "prev", at) === ZEROS), at, "first or not");
    demand(22 + bytes.length + 101 * signatures.length <= 1900, at, "too large for a feed");
  }
  const signers = signatures.map((pair) => checkSignature(pair, bytes, at));
  demand(isAscending(signers), at, "order of signatures");
  if (isKnown) checkSigners(type, fields, signers, at);
  else demand(signers.length > 0 && Number(fields.get("v")) >= 1 && type !== "", at, "of no version");
  return { bytes, hash: sha256(bytes), signers, fields };
}

function checkSignature(pair: CborValue, bytes: Buffer, at: number): string {
  demand(Array.isArray(pair) && pair.length === 2, at, "signature");
  const [device, signature] = pair;
  demand(Buffer.isBuffer(device) && device.length === 32, at, "device");
  demand(Buffer.isBuffer(signature) && signature.length === 64, at, "signature");
  const spki = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), device]);
  const message = Buffer.concat([Buffer.from("tabloom/record/1\0", "latin1"), bytes]);
  let isGood = false;
  try {
    isGood = verify(null, message, createPublicKey({ key: spki, format: "der", type: "spki" }), signature);
  } catch {
    // not a point of the curve
  }
  demand(isGood, at, "signature");
  return device.toString("hex");
}

function checkSigners(type: string, fields: CborMap, signers: readonly string[], at: number): void {
  const body = mapOf(fields.get("body"), at);
  const is = (...expected: readonly string[]) =>
    demand(signers.join() === expected.toSorted().join(), at, "other signers");
  if (type === "commit") {
    const included = includedIn(body, at).map(({ device }) => device);
    demand(
      signers.every((signer) => included.includes(signer)),
      at,
      "a stranger signed",
    );
    demand(signers.length > 0 && 3 * signers.length >= 2 * included.length, at, "no certificate");
  } else if (type === "project") demand(signers.length === 1, at, "one owner");
  else if (type === "revocation") is(hashIn(body, "root", at));
  else if (type === "delegation") is(hashIn(fields, "device", at), hashIn(body, "root", at));
  else if (type === "fork-proof") {
    is();
    const inner = ["first", "second"].map((name) => readInner(mapOf(body.get(name), at), at));
    const places = inner.map(({ fields }) => `${hashIn(fields, "device", at)} ${Number(fields.get("seq"))}`);
    demand(places[0] === places[1] && isAscending(inner.map(({ hash }) => hash)), at, "no fork");
  } else is(hashIn(fields, "device", at));
}

/** A record inside a fork proof, as if it stood alone. */
function readInner(envelope: CborMap, at: number): Envelope {
  const [bytes, signatures] = [envelope.get("bytes"), envelope.get("signatures")];
  demand(Buffer.isBuffer(bytes) && Array.isArray(signatures), at, "inner envelope");
  const signers = signatures.map((pair) => checkSignature(pair, bytes, at));
  const fields = mapOf(readCanonicalCbor(bytes, 8), at);
  checkSigners(textIn(fields, "type"), fields, signers, at);
  return { bytes, hash: sha256(bytes), signers, fields };
}

function includedIn(body: CborMap, at: number): readonly { device: string; record: string }[] {
  const list = body.get("contributions");
  demand(Array.isArray(list) && list.length > 0 && list.length <= 16, at, "contributions");
  const included = list.map((value) => {
    const part = mapOf(value, at);
    return { device: hashIn(part, "device", at), record: hashIn(part, "record", at) };
  });
  demand(isAscending(included.map(({ device }) => device)), at, "order of contributions");
  return included;
}

/** Records in the order of the file. */
function checkFeeds(items: readonly Item[], gaps: number): void {
  const placeOf = ({ fields, signers, entry }: Item) => {
    const [seq, device] = [fields.get("seq"), fields.get("device")];
    if (typeof seq !== "number" || !Buffer.isBuffer(device) || !Buffer.isBuffer(fields.get("prev")))
      return null;
    return signers.includes(device.toString("hex")) ? { device: hashIn(fields, "device", entry), seq } : null;
  };
  const places = new Map<string, string[]>();
  const lengths = new Map<string, number>();
  for (const item of items) {
    const place = placeOf(item);
    if (place === null) continue;
    const name = `${place.device} ${place.seq}`;
    places.set(name, [...(places.get(name) ?? []), item.hash]);
    lengths.set(place.device, Math.max(lengths.get(place.device) ?? 0, place.seq + 1));
  }
  let firstAfterGap: number | null = null;
  for (const item of items) {
    const place = placeOf(item);
    if (place === null || place.seq === 0) continue;
    const before = places.get(`${place.device} ${place.seq - 1}`);
    if (before === undefined) firstAfterGap ??= item.entry;
    else demand(before.includes(hashIn(item.fields, "prev", item.entry)), item.entry, "wrong link");
  }
  const missing = [...lengths.values()].reduce((sum, length) => sum + length, 0) - places.size;
  demand(missing === gaps, firstAfterGap ?? 0, "gaps");
}

interface Link {
  readonly item: Item;
  readonly body: CborMap;
}

/** Oldest first, without the base. */
function findChain(
  records: ReadonlyMap<string, Item>,
  project: string,
  base: string | null,
): readonly Link[] {
  const commits = new Map<string, Link>();
  for (const item of records.values()) {
    if (item.fields.get("type") !== "commit") continue;
    const body = mapOf(item.fields.get("body"), item.entry);
    if (hashIn(body, "project", item.entry) === project) commits.set(item.hash, { item, body });
  }
  demand(base === null || commits.has(base), 0, "no base");
  const tokens = ({ body }: Link) => Number(body.get("tokens"));
  const [top] = [...commits.values()]
    .filter(({ item }) => item.hash !== base)
    .toSorted((a, b) => tokens(b) - tokens(a) || (a.item.hash < b.item.hash ? -1 : 1));
  demand(top !== undefined, 0, "no commits");
  const chain = [top];
  for (;;) {
    const { item, body } = chain[0]!;
    const below = hashIn(body, "base", item.entry);
    // The genesis is not in the file: only round 1 may stand on what is not there.
    if (below === base || (base === null && body.get("round") === 1)) return chain;
    const next = commits.get(below);
    demand(next !== undefined, item.entry, "the commit below");
    chain.unshift(next);
  }
}

interface Needs {
  readonly records: ReadonlyMap<string, Item>;
  readonly chain: readonly Link[];
  readonly manifest: Item;
  readonly data: boolean;
  readonly base: string | null;
}

function checkBlobs(entries: Entries, { records, chain, manifest, data, base }: Needs): void {
  const contributions = chain.flatMap(({ item, body }) =>
    includedIn(body, item.entry).map(({ device, record }) => {
      const contribution = records.get(record);
      demand(contribution !== undefined, item.entry, "no contribution");
      demand(contribution.fields.get("type") === "contribution", item.entry, "no contribution");
      demand(hashIn(contribution.fields, "device", item.entry) === device, item.entry, "another's");
      const work = mapOf(contribution.fields.get("body"), contribution.entry);
      const fits = ["project", "base", "round"].every((name) => agree(work, body, name));
      demand(fits, contribution.entry, "another round's");
      return { entry: contribution.entry, work };
    }),
  );
  const named = (owner: number, exact: number, hash: string): Buffer => {
    const { kind, bytes } = entries.next({ exact }, owner);
    demand(kind === 3 && sha256(bytes) === hash, owner, "another blob");
    return bytes;
  };
  if (data) {
    const owner = manifest.entry;
    const source = mapOf(mapOf(manifest.fields.get("body"), owner).get("data"), owner);
    for (const value of listOf(source.get("files"), owner)) {
      const file = mapOf(value, owner);
      const size = Number(file.get("bytes"));
      const list = named(owner, 32 * Math.ceil(size / CHUNK), hashIn(file, "shardList", owner));
      for (let index = 0; 32 * index < list.length; index++) {
        const hash = list.subarray(32 * index, 32 * (index + 1)).toString("hex");
        named(owner, Math.min(CHUNK, size - index * CHUNK), hash);
      }
    }
  }
  if (base !== null) {
    const { entry, fields } = records.get(base)!;
    const { kind, bytes } = entries.next({ most: 0xffff_ffff }, entry);
    const chunks: Buffer[] = [];
    for (let start = 0; start < bytes.length; start += CHUNK)
      chunks.push(
        createHash("sha256")
          .update(bytes.subarray(start, start + CHUNK))
          .digest(),
      );
    const state = hashIn(mapOf(fields.get("body"), entry), "state", entry);
    demand(kind === 3 && sha256(Buffer.concat(chunks)) === state, entry, "another state");
  }
  for (const { entry, work } of contributions)
    named(entry, Number(work.get("updateBytes")), hashIn(work, "update", entry));
}
