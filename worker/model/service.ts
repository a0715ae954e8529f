/**
 * Answers what the page asks about projects and their models, over what this browser keeps. One question at a time: a forward pass cannot be shared. The
 * data of one project stay open, and its head until a newer one is on the disk.
 */
import { createRandom } from "../../shared/core/random.ts";
import type { Hash } from "../../shared/core/ids.ts";
import type { Verifier } from "../../shared/ports/signatures.ts";
import type { Project } from "../../shared/project/manifest.ts";
import type { GraphRunner } from "../../shared/training/graph-runner.ts";
import type {
  Download,
  DownloadFormat,
  ModelAnswer,
  ModelApi,
  Prediction,
  ProjectCard,
  TrialExample,
  TrialForm,
  WorkSummary,
  Writing,
  WritingOptions,
} from "../model-api.ts";
import type { BlobCache } from "../storage/blob-store.ts";
import type { HeadDatabase } from "../storage/head-store.ts";
import { encodePixels, encodeRow, encodeWindow } from "./encode-sample.ts";
import { Forward } from "./forward.ts";
import { checkHead, findProject, openData } from "./kept-project.ts";
import { makeDownload } from "./make-download.ts";
import { answerOf, ModelError } from "./model-error.ts";
import { type OpenData, type OpenModel, withPreparation } from "./open-model.ts";
import { projectCard } from "./project-card.ts";
import { readPrediction } from "./read-prediction.ts";
import { trialExample, trialForm } from "./trial-form.ts";
import { writeText } from "./write-text.ts";

/** Cells and pixels of one question. */
const MOST_VALUES = 65_536;
/** Samples are counted in 31 bits. */
const LARGEST_TURN = 2_147_483_647;

export interface ModelServicePorts {
  readonly heads: Pick<HeadDatabase, "find">;
  readonly cache: BlobCache;
  readonly verifier: Verifier;
  /** Loads the runtime, once. */
  readonly openRunner: () => Promise<GraphRunner>;
  /** New and unguessable: what a model writes differs from time to time. */
  readonly seed: () => string;
}

export class ModelService implements ModelApi {
  readonly #ports: ModelServicePorts;
  #data: OpenData | null = null;
  #model: OpenModel | null = null;
  #runner: Promise<GraphRunner> | null = null;
  /** Settles when the question before is answered. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(ports: ModelServicePorts) {
    this.#ports = ports;
  }

  describe(link: string | null): Promise<ModelAnswer<ProjectCard>> {
    return answerOf(async () => {
      const project = await findProject(link, this.#ports);
      return projectCard(project, await this.#ports.heads.find(project.id));
    });
  }

  form(link: string | null): Promise<ModelAnswer<TrialForm>> {
    return this.#about(link, async (model) => trialForm(model));
  }

  example(link: string | null, turn: number): Promise<ModelAnswer<TrialExample>> {
    return this.#about(link, async (model) => {
      if (!Number.isInteger(turn) || turn < 0 || turn > LARGEST_TURN) throw new ModelError("bad-input");
      return trialExample(model, turn);
    });
  }

  generate(
    link: string | null,
    prompt: string,
    options: WritingOptions,
    onText: (writing: Writing) => boolean | Promise<boolean>,
  ): Promise<ModelAnswer<Writing>> {
    return this.#about(link, async ({ dataset, forward }) => {
      if (dataset.kind !== "text") throw new ModelError("bad-input");
      const random = createRandom(this.#ports.seed());
      return writeText(dataset, prompt, options, { engine: forward, random, onText });
    });
  }

  predict(link: string | null, cells: readonly string[]): Promise<ModelAnswer<Prediction>> {
    return this.#about(link, (model) => {
      const { preparation, project } = model;
      const spec = project.manifest.plan.model;
      if (cells.length > MOST_VALUES) throw new ModelError("bad-input");
      if (preparation.kind === "table") return predict(model, encodeRow(spec, preparation, cells));
      if (preparation.kind === "series") return predict(model, encodeWindow(spec, preparation, cells));
      throw new ModelError("bad-input");
    });
  }

  classify(link: string | null, pixels: Uint8Array): Promise<ModelAnswer<Prediction>> {
    return this.#about(link, (model) => {
      const { preparation, project } = model;
      if (preparation.kind !== "images" || pixels.length > MOST_VALUES) throw new ModelError("bad-input");
      return predict(model, encodePixels(project.manifest.plan.model, preparation, pixels));
    });
  }

  download(
    link: string | null,
    format: DownloadFormat,
    work: WorkSummary | null,
  ): Promise<ModelAnswer<Download>> {
    return this.#about(link, (model) => makeDownload(model, format, work));
  }

  /** @param work rejects with ModelError when it has no answer */
  #about<T>(link: string | null, work: (model: OpenModel) => Promise<T>): Promise<ModelAnswer<T>> {
    const answer = this.#turn.then(() => answerOf(async () => work(await this.#open(link))));
    this.#turn = answer;
    return answer;
  }

  /** The project's model as it is on the disk now. */
  async #open(link: string | null): Promise<OpenModel> {
    const { heads, verifier } = this.#ports;
    const project = await findProject(link, this.#ports);
    const stored = await heads.find(project.id);
    if (stored === null) throw new ModelError("no-head");
    if (this.#model !== null && this.#model.known.commit.hash === stored.commit.hash) return this.#model;
    const known = checkHead(project, stored, verifier);
    const data = await this.#openData(project);
    await this.#close();
    this.#runner ??= this.#ports.openRunner();
    const runner = await this.#runner.catch((error: unknown) => {
      this.#runner = null; // the next question tries again
      throw error;
    });
    this.#model = {
      ...data,
      known,
      forward: new Forward(project.manifest.plan, known.state.parameters, runner),
    };
    return this.#model;
  }

  async #openData(project: Project): Promise<OpenData> {
    if (!isOf(this.#data, project.id)) {
      this.#data = null; // before there are two
      this.#data = withPreparation(project, await openData(project, this.#ports.cache));
    }
    return this.#data;
  }

  async #close(): Promise<void> {
    const before = this.#model;
    this.#model = null;
    await before?.forward.dispose();
  }
}

const isOf = (data: OpenData | null, project: Hash): data is OpenData => data?.project.id === project;

async function predict({ forward, preparation }: OpenModel, batch: Parameters<Forward["evaluate"]>[0]) {
  const { prediction } = await forward.evaluate(batch);
  return readPrediction(preparation, prediction);
}
