/** Browsers with their ledgers and what answers their pages, on IndexedDBs in memory. Import it first: Dexie looks for IndexedDB when it is loaded. */
import type { RunDescription } from "../../../worker/api.ts";
import "fake-indexeddb/auto";
import { Dexie } from "dexie";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, vi } from "vitest";
import { must } from "../../../shared/core/assert.ts";
import type { Hash } from "../../../shared/core/ids.ts";
import type { Ledger } from "../../../shared/ledger/ledger.ts";
import { openStored } from "../../../shared/ledger/checked-record.ts";
import { ed25519Verifier } from "../../../shared/ledger/ed25519.ts";
import type { SignedRecord } from "../../../shared/ledger/signed-record.ts";
import { type Problem, problemInEnglish } from "../../../shared/problems/problem.ts";
import { VirtualClock } from "../../../shared/simulation/virtual-clock.ts";
import { Profile } from "../../../worker/identity/profile.ts";
import { LedgerService } from "../../../worker/ledger/service.ts";
import { SharedPen } from "../../../worker/ledger/shared-pen.ts";
import type { Outcome } from "../../../worker/ledger-api.ts";
import { LedgerDatabase } from "../../../worker/storage/ledger-store.ts";
import { MaterialStore } from "../../../worker/storage/material-store.ts";

/** Some run: what is in it does not matter. */
export const EXAMPLE_RUN: RunDescription = {
  dataName: "Example",
  modelName: "gpt",
  parameterCount: 1,
  unit: "tokens",
  lossUnit: "nats per token",
};

/** One tab of a browser. */
export class Tab {
  readonly clock = new VirtualClock();
  readonly published: SignedRecord[] = [];
  readonly problems: unknown[] = [];
  readonly onNewPerson = vi.fn();
  readonly cached = new Map<Hash, Uint8Array>();
  readonly material = new MaterialStore();
  /** Whose models are on the disk. */
  readonly keptProjects: Hash[] = [];
  /** Seconds since 1970. */
  now = 1_794_700_000;
  storageProblems: readonly Problem[] = [];
  readonly disk: LedgerDatabase = new LedgerDatabase();
  readonly profile: Profile;
  readonly pen: SharedPen;
  readonly service: LedgerService;

  constructor() {
    const wallSeconds = () => this.now;
    const onProblem = (error: unknown) => void this.problems.push(error);
    let ledger: Promise<Ledger> | null = null;
    this.profile = new Profile({ wallSeconds, onProblem, onKept: () => undefined });
    const { profile } = this;
    this.pen = new SharedPen(this.profile, (pen) => this.service.onPen(pen));
    this.service = new LedgerService({
      profile: {
        ledger: () => (ledger ??= this.profile.ledger()),
        keys: () => this.profile.keys(),
        get isAlone() {
          return profile.isAlone;
        },
        disk: async () => this.disk,
      },
      pen: this.pen,
      publish: (record) => void this.published.push(record),
      wallSeconds,
      onProblem,
      onNewPerson: this.onNewPerson,
      material: this.material,
      cache: { get: async (hash) => this.cached.get(hash) ?? null },
      heads: { keptProjects: async () => this.keptProjects },
      verifier: ed25519Verifier,
      clock: this.clock,
      storageProblems: () => this.storageProblems,
    });
  }

  /** Begins to work: holds the pen as training does. */
  async begin() {
    return this.pen.takePen(new AbortController().signal, () => undefined);
  }

  /** Records from elsewhere. */
  async hear(records: Iterable<SignedRecord>): Promise<void> {
    const ledger = await this.profile.ledger();
    for (const record of records) ledger.add(must(openStored(record), "a good record"));
  }

  async records(): Promise<SignedRecord[]> {
    return [...(await this.profile.ledger()).book.records()].map(({ record }) => record);
  }
}

/** The next tab belongs to another computer. */
export function otherComputer(): void {
  const disk = new IDBFactory();
  Dexie.dependencies.indexedDB = disk;
  vi.stubGlobal("indexedDB", disk);
}

/** What was asked for, or why not. */
export function granted<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(problemInEnglish(outcome.problem).title);
  return outcome.value;
}

beforeEach(() => {
  otherComputer();
  vi.stubGlobal("navigator", {}); // Node has no locks, as a page without HTTPS
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});
