/** What the model predicts for what was asked last. One question at a time: of those that come meanwhile only the newest is asked. */
import { useEffect, useState, useSyncExternalStore } from "react";
import type { Prediction } from "../../worker/model-api.ts";
import { reasonOf } from "../ledger/ask.ts";
import { createStore, type Store } from "../ledger/store.ts";
import type { ModelDesk, ModelQuestion } from "./project-desk.ts";

export interface PredictionView {
  readonly prediction: Prediction | null;
  /** Why there is none; empty while all is well. */
  readonly reason: string;
}

export interface Predicting extends PredictionView {
  /** @param question null: there is nothing to predict any more */
  readonly predict: (question: ModelQuestion<Prediction> | null) => void;
}

const NOTHING: PredictionView = { prediction: null, reason: "" };

export function usePrediction(desk: ModelDesk): Predicting {
  const [asker] = useState(() => new Asker(desk));
  const view = useSyncExternalStore(asker.store.subscribe, asker.store.view);
  useEffect(() => () => asker.ask(null), [asker]);
  return { ...view, predict: (question) => asker.ask(question) };
}

class Asker {
  readonly store: Store<PredictionView> = createStore(NOTHING);
  readonly #desk: ModelDesk;
  #isAsking = false;
  #next: ModelQuestion<Prediction> | null = null;
  /** What is asked now is not wanted any more. */
  #isCleared = false;

  constructor(desk: ModelDesk) {
    this.#desk = desk;
  }

  ask(question: ModelQuestion<Prediction> | null): void {
    this.#next = question;
    this.#isCleared = question === null;
    if (question === null) this.store.show(NOTHING);
    else if (!this.#isAsking) void this.#askOn();
  }

  async #askOn(): Promise<void> {
    this.#isAsking = true;
    while (this.#next !== null) {
      const question = this.#next;
      this.#next = null;
      const view = await this.#desk.ask(question).then(
        (prediction): PredictionView => ({ prediction, reason: "" }),
        (error: unknown): PredictionView => ({ prediction: null, reason: reasonOf(error) }),
      );
      if (!this.#isCleared) this.store.show(view);
    }
    this.#isAsking = false;
  }
}
