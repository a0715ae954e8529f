/**
 * Questions to models. The worker that answers them opens with the first question and ends after the last: a minute later, or at once when the visitor
 * stops everything.
 */
import { TabloomError } from "../../shared/core/errors.ts";
import type { Clock } from "../../shared/ports/clock.ts";
import type { ModelAnswer, ModelApi, ModelFault } from "../../worker/model-api.ts";
import { detailOf } from "../ledger/ask.ts";
import { say } from "../messages/say.ts";
import type { ModelLink, OpenModelLink } from "./project-model-link.ts";

/** Long enough to read an answer and to ask on; a runtime holds some 100 MB. */
const IDLE_MS = 60_000;

export type ModelQuestion<T> = (api: ModelApi) => Promise<ModelAnswer<T>>;

/** There is no answer; the message says why, for people. */
export class ModelFaultError extends TabloomError {
  override readonly name = "ModelFaultError";
  readonly fault: ModelFault;

  constructor(fault: ModelFault) {
    super(faultSentence(fault));
    this.fault = fault;
  }
}

/** In the language that is shown. */
export function faultSentence(fault: ModelFault): string {
  if (fault.kind !== "failed") return say(`project-screen.fault.${fault.kind}`);
  const { detail } = fault;
  return detail === "" ? say("project-screen.fault.ended") : say("project-screen.fault.failed", { detail });
}

export class ModelDesk {
  readonly #open: OpenModelLink;
  readonly #clock: Pick<Clock, "setTimer">;
  /** Null while nobody asks. */
  #opening: Promise<ModelLink> | null = null;
  /** Those who wait for an answer of the present worker. */
  readonly #waiting = new Set<(fault: ModelFault) => void>();
  #cancelEnd: () => void = () => undefined;

  constructor(open: OpenModelLink, clock: Pick<Clock, "setTimer">) {
    this.#open = open;
    this.#clock = clock;
  }

  /** Opens a worker where there is none. @throws ModelFaultError */
  ask<T>(question: ModelQuestion<T>): Promise<T> {
    this.#cancelEnd();
    return new Promise((resolve, reject) => {
      const abandon = (fault: ModelFault) => reject(new ModelFaultError(fault));
      this.#waiting.add(abandon);
      this.#put(question)
        .then(
          (answer) => (answer.ok ? resolve(answer.value) : abandon(answer.fault)),
          (error: unknown) => abandon({ kind: "failed", detail: detailOf(error) }),
        )
        .finally(() => this.#settle(abandon));
    });
  }

  /** Ends the worker at once; questions under way fail. */
  close(): void {
    this.#end("");
  }

  async #put<T>(question: ModelQuestion<T>): Promise<ModelAnswer<T>> {
    this.#opening ??= this.#begin();
    return question((await this.#opening).api);
  }

  async #begin(): Promise<ModelLink> {
    try {
      const link = await this.#open();
      link.onCrash((detail) => this.#end(detail));
      return link;
    } catch (error) {
      this.#opening = null; // the next question tries again
      throw error;
    }
  }

  #settle(abandon: (fault: ModelFault) => void): void {
    if (!this.#waiting.delete(abandon) || this.#waiting.size > 0) return;
    this.#cancelEnd = this.#clock.setTimer(IDLE_MS, () => this.#end(""));
  }

  #end(detail: string): void {
    this.#cancelEnd();
    void this.#opening?.then(
      (link) => link.close(),
      () => undefined,
    );
    this.#opening = null;
    const abandoned = [...this.#waiting];
    this.#waiting.clear();
    for (const abandon of abandoned) abandon({ kind: "failed", detail });
  }
}
