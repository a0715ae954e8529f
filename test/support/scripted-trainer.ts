/**
 * A training worker that computes nothing: it plays events that a test or the harness gives it. Everything that the page
 * asked for is in `calls`.
 */
import type { SavedRun, TrainerEvent } from "../../worker/api.ts";
import type { LedgerApi } from "../../worker/ledger-api.ts";
import type { TrainerLink } from "../../web/run/trainer-link.ts";
import { createScriptedLedger } from "./scripted-ledger.ts";

export interface ScriptedTrainer extends TrainerLink {
  /** Names of the methods that were called, in order. */
  readonly calls: readonly string[];
  /** The worker says something. */
  emit(...events: readonly TrainerEvent[]): void;
  /** The promise of start is fulfilled. */
  end(): void;
  /** The worker dies. */
  crash(detail: string): void;
  readonly isClosed: boolean;
}

/** @param saved what the worker finds in its storage */
export function createScriptedTrainer(
  saved: SavedRun | null = null,
  ledger: LedgerApi = createScriptedLedger(),
): ScriptedTrainer {
  const calls: string[] = [];
  let listener: (event: TrainerEvent) => void = () => undefined;
  let crashed: (detail: string) => void = () => undefined;
  let end: () => void = () => undefined;
  let isClosed = false;
  const run = () =>
    new Promise<void>((resolve) => {
      end = resolve;
    });
  const record = async <T>(name: string, result: T): Promise<T> => {
    calls.push(name);
    return result;
  };
  const api: TrainerLink["api"] = {
    async listen(next) {
      listener = next;
      await record("listen", undefined);
    },
    savedRun: () => record("savedRun", saved),
    start: async ({ source, intensity, isRelayOnly }) => {
      const what = source.kind === "files" ? "files" : (source.link ?? "main");
      const wishes = source.kind === "files" ? source.wishes : undefined;
      const how = `${intensity}${isRelayOnly ? " by relay" : ""}`;
      const as = wishes ? ` as ${wishes.name}, ${wishes.model}, ${wishes.licence}` : "";
      return record(`start ${what} ${how}${as}`, undefined).then(run);
    },
    setIntensity: (intensity) => record(`setIntensity ${intensity}`, undefined),
    stop: () => record("stop", undefined),
  };
  return {
    api,
    ledger,
    calls,
    emit: (...events) => events.forEach((event) => listener(event)),
    end: () => end(),
    crash: (detail) => crashed(detail),
    onCrash(next) {
      crashed = next;
    },
    close() {
      isClosed = true;
    },
    get isClosed() {
      return isClosed;
    },
  };
}
