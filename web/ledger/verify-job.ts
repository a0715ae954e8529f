/** The check of one bundle. It goes on, and keeps its result, while the visitor looks at something else. */
import type { VerifyProgress, VerifyResult } from "../../worker/ledger-api.ts";
import type { Ask } from "./ask.ts";
import { createStore } from "./store.ts";

export type VerifyView =
  | { readonly kind: "idle" }
  | { readonly kind: "checking"; readonly name: string; readonly progress: VerifyProgress | null }
  | { readonly kind: "checked"; readonly name: string; readonly result: VerifyResult }
  /** Nothing was found out: the file could not be read, or the worker ended. */
  | { readonly kind: "failed"; readonly name: string; readonly error: unknown };

export interface VerifyJob {
  readonly view: () => VerifyView;
  readonly subscribe: (listener: () => void) => () => void;
  /** Another file takes the place of the one before. */
  readonly check: (file: File) => void;
}

export function createVerifyJob(ask: Ask): VerifyJob {
  const { view, subscribe, show } = createStore<VerifyView>({ kind: "idle" });
  let current: File | null = null;
  const check = async (file: File) => {
    const { name } = file;
    const showIfCurrent = (next: VerifyView) => file === current && show(next);
    current = file;
    show({ kind: "checking", name, progress: null });
    const onProgress = (progress: VerifyProgress) => {
      // It comes by another way than the result, and may be overtaken by it.
      if (view().kind === "checking") showIfCurrent({ kind: "checking", name, progress });
    };
    try {
      const [result] = await Promise.all([
        ask((ledger) => ledger.verify(file, onProgress)),
        import("../messages/english-of-problems.ts"), // before a reason is told
      ]);
      showIfCurrent({ kind: "checked", name, result });
    } catch (error) {
      showIfCurrent({ kind: "failed", name, error });
    }
  };
  return { view, subscribe, check: (file) => void check(file) };
}
