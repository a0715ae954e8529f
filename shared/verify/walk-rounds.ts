/** The second half of a bundle, once from front to back: the data, the state that it begins with, and round after round the updates. */
import { must } from "../core/assert.ts";
import type { DataFile } from "../data/detect.ts";
import type { Accounts } from "../ledger/accounts/accounts.ts";
import type { SwarmRules } from "../swarm/cell-round-ports.ts";
import type { KnownHead } from "../swarm/known-head.ts";
import type { BundleContents } from "./bundle-format.ts";
import type { BundleReader } from "./bundle-reader.ts";
import { checkRound, readBase } from "./check-heads.ts";
import { CannotReplayError, type Checked, failAt, type Failure } from "./failure.ts";
import type { FoundProject } from "./find-project.ts";
import type { History } from "./history.ts";
import { openData, readData } from "./project-data.ts";
import { Replays } from "./replays.ts";
import type { VerifyPorts } from "./verify-ports.ts";

export interface Walk {
  readonly contents: BundleContents;
  readonly found: FoundProject;
  readonly rules: SwarmRules;
  readonly history: History;
  readonly accounts: Accounts;
  /** Null where the bundle has a base of its own. */
  readonly genesis: KnownHead | null;
}

/** @throws CannotReplayError when replays are asked for and the data are not here; what the engine throws */
export async function walkRounds(
  reader: BundleReader,
  walk: Walk,
  ports: VerifyPorts,
): Promise<Checked<{ readonly replayed: number }>> {
  const { contents, found, rules, history, genesis } = walk;
  const { manifest } = found.project;
  const data =
    contents.data && found.record !== null ? await readData(reader, manifest, found.record) : NO_DATA;
  if (!data.ok) return data;
  const begin = history.base === null ? null : await readBase(reader, rules, history.base);
  if (begin?.ok === false) return begin;
  const base = begin?.known ?? must(genesis, "without a base there is the genesis");
  const opened = await openReplays(walk, data.files, ports);
  if (!opened.ok) return opened;
  const { replays } = opened;
  try {
    const failure = (await checkRounds(reader, walk, base, replays, ports)) ?? (await findRest(reader));
    return failure === null ? { ok: true, replayed: replays?.done ?? 0 } : { ok: false, failure };
  } finally {
    await replays?.close();
  }
}

const NO_DATA: Checked<{ readonly files: readonly DataFile[] }> = { ok: true, files: [] };

async function openReplays(
  { contents, found, rules, history, accounts }: Walk,
  files: readonly DataFile[],
  ports: VerifyPorts,
): Promise<Checked<{ readonly replays: Replays | null }>> {
  const { replay } = ports;
  if (replay === null) return { ok: true, replays: null };
  const { manifest } = found.project;
  if (manifest.data.source === "files" && !contents.data)
    throw new CannotReplayError(
      "the bundle does not hold the project's data, without which nothing can be done again",
    );
  const data = await openData(manifest, files, found.record);
  if (!data.ok) return data;
  const subject = { plan: manifest.plan, dataset: data.dataset, rules, history, accounts };
  return { ok: true, replays: await Replays.open(subject, { ...ports, replay }) };
}

async function checkRounds(
  reader: BundleReader,
  { rules, history: { rounds } }: Walk,
  begin: KnownHead,
  replays: Replays | null,
  { pause, onProgress }: VerifyPorts,
): Promise<Failure | null> {
  let base = begin;
  for (const [index, round] of rounds.entries()) {
    const checked = await checkRound(reader, rules, base, round, pause);
    if (!checked.ok) return checked.failure;
    const failure = (await replays?.check(base, round, checked.updates)) ?? null;
    if (failure !== null) return failure;
    base = checked.known;
    onProgress({ step: "rounds", done: index + 1, total: rounds.length });
    await pause();
  }
  return null;
}

/** Nothing may follow: what nobody needs, nobody has checked. */
async function findRest(reader: BundleReader): Promise<Failure | null> {
  const next = await reader.head();
  if (!next.ok) return next.failure;
  if (next.head === null) return null;
  const { kind } = next.head;
  if (kind === "blob") return failAt(next.head, "blob-unneeded").failure;
  return failAt(next.head, "behind-blobs", { kind }).failure;
}
