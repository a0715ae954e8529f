/**
 * Makes one project: reads its files, tries it, publishes it. What was entered outlasts a look at another screen; a trial does not. The worker that reads
 * and tries is there only while it is needed.
 */
import { PROJECT_NAME_LENGTH } from "../../shared/project/manifest.ts";
import type { Problem } from "../../shared/problems/problem.ts";
import { TRIAL_STEPS } from "../../shared/project/trial.ts";
import type { ModelName } from "../../shared/training/defaults.ts";
import type { TrialAnswer } from "../../worker/trial-api.ts";
import { createStore, type Store } from "../ledger/store.ts";
import { say } from "../messages/say.ts";
import type { PauseKeeper } from "../pause/pause-keeper.ts";
import type { RunView } from "../run/run-state.ts";
import { checkFiles, FOLDER_PROBLEM } from "../text/file-check.ts";
import { filesTogether, withoutTokenizer } from "./create-files.ts";
import type { OpenTrialLink, TrialLink } from "./create-trial-link.ts";
import { type CreateView, EMPTY_VIEW, missingOf, titleOf, wishesOf, type Words } from "./create-view.ts";

type Publisher = Pick<PauseKeeper, "start" | "view" | "subscribe" | "settings">;

export class CreateDesk {
  readonly #open: OpenTrialLink;
  readonly #store: Store<CreateView> = createStore(EMPTY_VIEW);
  /** Null while no worker is needed. */
  #link: Promise<TrialLink> | null = null;
  /** Ends with whatever was begun last: what comes later belongs to nobody. */
  #turn = new AbortController();
  #endWatch: () => void = () => undefined;

  constructor(open: OpenTrialLink) {
    this.#open = open;
  }

  readonly view = (): CreateView => this.#store.view();
  readonly subscribe = (listener: () => void): (() => void) => this.#store.subscribe(listener);

  readonly write = (part: Partial<Words>): void => this.#show({ words: { ...this.view().words, ...part } });

  /** @param files null: a folder */
  readonly chooseFiles = (files: readonly File[] | null): void => {
    if (this.view().publish.kind === "publishing") return; // a drop: what is being signed stays as it is
    const check = files === null ? null : checkFiles(filesTogether(files, this.view()));
    this.#closeWorker();
    if (check?.ok === true) return void this.#look(check.files);
    const problem = check?.problem ?? FOLDER_PROBLEM;
    this.#show({ ...NO_DATA, look: { kind: "refused", problem, files: [] } });
  };

  /** Back to characters. */
  readonly dropTokenizer = (): void => this.chooseFiles(withoutTokenizer(this.view().files));

  /** What was tried was another model. */
  readonly chooseModel = (model: ModelName): void => {
    if (model === this.view().model) return;
    this.#closeWorker();
    this.#show({ model, trial: { kind: "none" } });
  };

  readonly startTrial = (): void => void this.#try();

  /** Ends a trial under way, at once; also when the visitor goes elsewhere. */
  readonly stop = (): void => {
    this.#closeWorker();
    const { look, trial } = this.view();
    if (trial.kind === "running") this.#show({ trial: { kind: "none" } });
    if (look.kind === "looking") this.#show(NO_DATA);
  };

  /** Everything from the beginning. */
  readonly clear = (): void => {
    this.#closeWorker();
    this.#endWatch();
    this.#store.show(EMPTY_VIEW);
  };

  /** Signs the project, and trains it. Only when nothing is missing, and no run is on. */
  readonly publish = (publisher: Publisher): void => {
    const view = this.view();
    const { model, files } = view;
    if (model === null || missingOf(view).length > 0 || view.publish.kind === "publishing") return;
    const wishes = wishesOf(view, model);
    this.#closeWorker();
    this.#show({ publish: { kind: "publishing" } });
    const { project: before } = publisher.view();
    this.#endWatch = publisher.subscribe(() => this.#follow(publisher, before, wishes.name));
    const { intensity, isRelayOnly } = publisher.settings.read();
    publisher.start({ kind: "files", files, wishes }, { intensity, isRelayOnly });
  };

  /** @param before the project of the run before, which is still shown while this one waits for its turn */
  #follow(publisher: Publisher, before: RunView["project"], title: string): void {
    const { project, state, problem, hasRun } = publisher.view();
    if (!hasRun || this.view().publish.kind !== "publishing") return;
    if (project !== null && project !== before) {
      this.#endWatch();
      this.#show({ publish: { kind: "published", link: project.link, title } });
    } else if (state === "failed" || state === "crashed" || state === "idle") {
      this.#endWatch();
      this.#show({ publish: problem === null ? { kind: "none" } : { kind: "failed", problem } });
    }
  }

  /** @param refusedTokenizer what was chosen beside the files, and is of no use */
  async #look(
    files: readonly File[],
    refusedTokenizer: CreateView["refusedTokenizer"] = null,
  ): Promise<void> {
    const { files: before } = this.view();
    this.#show({ ...NO_DATA, files, look: { kind: "looking" }, refusedTokenizer });
    const answer = await this.#ask((link) => link.look(files));
    if (answer === null) return;
    if (!answer.ok) {
      const text = withoutTokenizer(files);
      const isBeside = text.length > 0 && text.length < files.length && answer.problem !== null;
      if (isBeside) return this.#look(text, refusalOf(answer));
      const look = { kind: "refused", ...refusalOf(answer), files } as const;
      return this.#show({ files: [], look, refusedTokenizer: null });
    }
    const { models } = answer.value;
    const model = models.find(({ isRecommended }) => isRecommended) ?? models[0];
    const { words } = this.view();
    const isTyped = words.title !== "" && words.title !== titleOf(before, PROJECT_NAME_LENGTH);
    const title = isTyped ? words.title : titleOf(files, PROJECT_NAME_LENGTH);
    this.#show({
      look: { kind: "looked", data: answer.value },
      model: model?.name ?? null,
      words: { ...words, title },
    });
  }

  async #try(): Promise<void> {
    const { files, model, trial } = this.view();
    if (model === null || trial.kind === "running") return;
    this.#show({ trial: { kind: "running", last: null }, publish: { kind: "none" } });
    const isRead = this.#link !== null;
    const answer = await this.#ask(async (link, signal) => {
      const look = isRead ? null : await link.look(files);
      if (look?.ok === false) return look;
      return link.run(model, (last) => {
        // Steps come by another way than the answer.
        if (!signal.aborted && last.step <= TRIAL_STEPS) this.#show({ trial: { kind: "running", last } });
      });
    });
    if (answer === null) return;
    this.#closeWorker(); // its engine holds some 100 MB
    this.#show({
      trial: answer.ok ? { kind: "done", result: answer.value } : { kind: "failed", ...refusalOf(answer) },
    });
  }

  /** @returns null when it is no longer of interest; a problem without words when the worker has died */
  async #ask<T>(
    question: (link: TrialLink, turn: AbortSignal) => Promise<TrialAnswer<T>>,
  ): Promise<TrialAnswer<T> | Died | null> {
    const { signal } = this.#turn;
    const died = new Promise<Died>((resolve) => {
      this.#link ??= this.#open();
      this.#link.then(
        (link) => link.onCrash(() => resolve(DIED)),
        () => resolve(DIED),
      );
    });
    const asked = this.#link!.then((link) => question(link, signal)).catch(() => DIED);
    const answer = await Promise.race([asked, died]);
    if (signal.aborted) return null;
    if (answer === DIED) this.#closeWorker();
    return answer;
  }

  #closeWorker(): void {
    this.#turn.abort();
    this.#turn = new AbortController();
    void this.#link?.then(
      (link) => link.close(),
      () => undefined,
    );
    this.#link = null;
  }

  #show(part: Partial<CreateView>): void {
    this.#store.show({ ...this.view(), ...part });
  }
}

const NO_DATA = {
  files: [],
  look: { kind: "none" },
  refusedTokenizer: null,
  model: null,
  trial: { kind: "none" },
  publish: { kind: "none" },
} as const;

/** The worker has ended by itself. */
const DIED = { ok: false, problem: null } as const;
type Died = typeof DIED;

const refusalOf = ({ problem }: { readonly problem: Problem | null }) => ({
  problem: problem ?? { title: say("create.crashed.title"), advice: say("create.crashed.advice") },
});
