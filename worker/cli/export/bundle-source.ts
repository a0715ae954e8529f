/** The head of a bundle as the source of an export: only of a history that is true. */
import { must } from "../../../shared/core/assert.ts";
import type { OpenedDataset } from "../../../shared/data/detect.ts";
import { ExportError } from "../../../shared/export/export-error.ts";
import type { ExportSource } from "../../../shared/export/export-source.ts";
import { preparationOf, tokenizerFileOf } from "../../../shared/export/preparation.ts";
import type { Project } from "../../../shared/project/manifest.ts";
import { genesisHead, type KnownHead } from "../../../shared/swarm/known-head.ts";
import { genesisParameters } from "../../../shared/training/project-plan.ts";
import { BundleReader } from "../../../shared/verify/bundle-reader.ts";
import { formatDays } from "../../../shared/verify/calendar.ts";
import { checkRound, readBase } from "../../../shared/verify/check-heads.ts";
import type { Checked } from "../../../shared/verify/failure.ts";
import { findProject } from "../../../shared/verify/find-project.ts";
import { findHistory } from "../../../shared/verify/history.ts";
import { openData, readData } from "../../../shared/verify/project-data.ts";
import { rulesOf } from "../../../shared/verify/project-rules.ts";
import { readContents, readRecords } from "../../../shared/verify/read-records.ts";
import { oneByOne } from "../../../shared/verify/signature-checks.ts";
import { summarize } from "../../../shared/verify/summary.ts";
import { verifyBundle, type VerifyReport } from "../../../shared/verify/verify.ts";
import { readBundleFile } from "../bundle-file.ts";
import { createNativeVerifier } from "../verify/native-verifier.ts";
import { evaluateParameters } from "./evaluate-parameters.ts";

const pause = () => new Promise<void>((resolve) => setImmediate(resolve));

/** @throws ExportError when the history is not true, or the data are not in the bundle; BundleFileError, NotABundleError, DataError */
export async function bundleSource(path: string): Promise<ExportSource> {
  const report = await verifyBundle(await readBundleFile(path), {
    checks: oneByOne(createNativeVerifier()),
    pause,
    onProgress: () => undefined,
    replay: null,
  });
  if (!report.valid) throw new ExportError(summarize(report));
  const { project, dataset, known } = await readHead(path);
  const { plan, name, licence } = project.manifest;
  const { parameters } = known.state;
  return {
    name,
    licence,
    model: plan.model,
    parameters,
    origin: { project: project.id, head: known.head },
    preparation: preparationOf(dataset),
    tokenizer: tokenizerFileOf(dataset),
    training: {
      data: dataset.description,
      unit: dataset.unit,
      unitCount: known.head.tokens,
      flops: flopsOf(report),
      swarm: {
        contributions: report.contributions,
        peers: report.peers,
        period: report.span === null ? null : formatDays(report.span.from, report.span.to),
      },
    },
    evaluation: await evaluateParameters(plan, parameters, dataset),
  };
}

/** Work that counts, vested or not yet. */
function flopsOf({ totals }: VerifyReport): bigint {
  return totals === null ? 0n : totals.work.vested + totals.work.pending;
}

interface FoundHead {
  readonly project: Project;
  readonly dataset: OpenedDataset;
  readonly known: KnownHead;
}

/** Reads a bundle that was found to be true once more, up to the state of its head. */
async function readHead(path: string): Promise<FoundHead> {
  const reader = await BundleReader.open(await readBundleFile(path));
  try {
    return await walk(reader);
  } finally {
    await reader.close();
  }
}

async function walk(reader: BundleReader): Promise<FoundHead> {
  const checks = oneByOne(createNativeVerifier());
  const { contents, place } = valid(await readContents(reader));
  const { records } = valid(await readRecords(reader, { checks, onBatch: pause }));
  const found = valid(await findProject(records, { id: contents.project, place }, checks));
  const { manifest } = found.project;
  const rules = rulesOf(found.project);
  const genesis = contents.base === null ? genesisHead(rules, genesisParameters(manifest.plan)) : null;
  const places = { begin: genesis?.head ?? null, base: contents.base, place };
  const { history } = valid(findHistory(records, rules, places));
  if (manifest.data.source === "files" && !contents.data)
    throw new ExportError(
      "the bundle does not hold the project's data, where the model's words and scales are",
    );
  const { files } =
    contents.data && found.record !== null
      ? valid(await readData(reader, manifest, found.record))
      : { files: [] };
  const { dataset } = valid(await openData(manifest, files, found.record));
  let known = history.base === null ? genesis : valid(await readBase(reader, rules, history.base)).known;
  for (const round of history.rounds) {
    const base = must(known, "without a base there is the genesis");
    ({ known } = valid(await checkRound(reader, rules, base, round, pause)));
  }
  return { project: found.project, dataset, known: must(known, "a history has a head") };
}

/** The file was true a moment ago. @throws ExportError when it has changed meanwhile */
function valid<T>(checked: Checked<T>): { readonly ok: true } & T {
  if (checked.ok) return checked;
  throw new ExportError(`the bundle has changed while it was read: ${checked.failure.reason}`);
}
