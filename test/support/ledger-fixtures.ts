/** Histories for the ledger: real records, but for their signatures, which are empty because books and accounts take records that were checked. */
import { must } from "../../shared/core/assert.ts";
import type { Hash, PeerId } from "../../shared/core/ids.ts";
import { Accounts } from "../../shared/ledger/accounts/accounts.ts";
import { auditorsOf } from "../../shared/ledger/accounts/audit-draw.ts";
import type { FoldInputs } from "../../shared/ledger/accounts/fold.ts";
import type { ProjectFacts } from "../../shared/ledger/accounts/project-facts.ts";
import { RecordBook } from "../../shared/ledger/book.ts";
import type { FeedRecord, Known } from "../../shared/ledger/book/known-record.ts";
import { type CheckedRecord, openStored } from "../../shared/ledger/checked-record.ts";
import { commitBytes, feedRecordBytes, recordHash, revocationBytes } from "../../shared/ledger/record.ts";
import { type FeedEntry, NO_HASH } from "../../shared/ledger/record-content.ts";
import type { IdentityBody } from "../../shared/ledger/records/identity.ts";
import type { SignedRecord } from "../../shared/ledger/signed-record.ts";
import { exampleHash } from "./example-messages.ts";

/** One step is 768 tokens and a little more than 3 GFLOP, so that a weight of one token is no whole number of them. */
export const FACTS: ProjectFacts = {
  project: exampleHash("project"),
  flopsPerStep: 3_000_000_001,
  tokensPerStep: 768,
  maxSteps: 8,
  genesis: exampleHash("genesis"),
};
export const STEPS = 4;
export const TOKENS = STEPS * FACTS.tokensPerStep;
/** FLOPs of a contribution of STEPS steps. */
export const WORK = BigInt(STEPS * FACTS.flopsPerStep);
/** When the first round is committed. */
export const START = 1_790_000_000;
export const ROUND_SECONDS = 30;

/** The key of a device or person with this name. */
export const keyOf = (name: string): PeerId => exampleHash(`key of ${name}`);

export interface RoundOptions {
  /** What it builds on; without it the latest commit, and null for the genesis. */
  readonly base?: Known<"commit"> | null;
  readonly weightOf?: (device: PeerId) => number;
  readonly at?: number;
  /** Tells two rounds of the same devices on the same base apart. */
  readonly label?: string;
  readonly project?: Hash;
  /** Where a device gives, if on somebody's page. */
  readonly siteOf?: (device: PeerId) => string | undefined;
}

export interface CommittedRound {
  readonly commit: Known<"commit">;
  /** By device. */
  readonly contributions: ReadonlyMap<PeerId, Known<"contribution">>;
}

export class History {
  readonly records: CheckedRecord[] = [];
  readonly #ends = new Map<PeerId, { readonly seq: number; readonly hash: Hash }>();
  readonly #commits = new Map<Hash, Known<"commit">>();
  #tip: Known<"commit"> | null = null;

  /** Commits a contribution of each of these devices. */
  round(devices: readonly PeerId[], options: RoundOptions = {}): CommittedRound {
    const { base = this.#tip, weightOf = () => TOKENS, label = "", project = FACTS.project } = options;
    const round = (base?.content.body.round ?? 0) + 1;
    const { siteOf = () => undefined } = options;
    const at = options.at ?? START + round * ROUND_SECONDS;
    const below = base?.record.hash ?? FACTS.genesis;
    const contributions = new Map(
      devices.toSorted().map((device) => {
        const update = exampleHash(`update ${round} ${below} ${device} ${label}`);
        const states = [exampleHash(`state ${update}`)];
        const body = { project, round, base: below, steps: STEPS, tokens: TOKENS, update, updateBytes: 9 };
        const rest = {
          profile: "wasm-exact",
          lossMicros: 1,
          states,
          at,
          ...siteField(siteOf(device)),
        } as const;
        return [device, this.append(device, { type: "contribution", body: { ...body, ...rest } })] as const;
      }),
    );
    const commit = this.#commit(contributions, { weightOf, base, at, label });
    return { commit, contributions };
  }

  /** Another commit of some of a round's contributions: what the others of a torn cell agree on. */
  rival({ commit, contributions }: CommittedRound, devices: readonly PeerId[]): CommittedRound {
    const some = new Map([...contributions].filter(([device]) => devices.includes(device)));
    const { at } = commit.content.body;
    const base = this.#commits.get(commit.content.body.base) ?? null;
    return {
      commit: this.#commit(some, { weightOf: () => TOKENS, base, at, label: "rival" }),
      contributions: some,
    };
  }

  rounds(count: number, devices: readonly PeerId[], options: RoundOptions = {}): readonly CommittedRound[] {
    return Array.from({ length: count }, () => this.round(devices, options));
  }

  /** @param answer "match", or the first wrong window */
  verdict(
    auditor: PeerId,
    on: CheckedRecord,
    answer: "match" | number,
    refutes: readonly CheckedRecord[] = [],
  ): Known<"verdict"> {
    const isMatch = answer === "match";
    return this.append(auditor, {
      type: "verdict",
      body: {
        project: FACTS.project,
        contribution: on.record.hash,
        result: isMatch ? "match" : "mismatch",
        window: isMatch ? 0 : answer,
        inner: [exampleHash("inner")],
        distanceMicros: 0,
        refutes: refutes.map(({ record }) => record.hash),
        at: START,
      },
    });
  }

  identify(device: PeerId, body: Partial<IdentityBody>): Known<"identity"> {
    const nobody = { root: device, name: "", isListed: false, country: "", team: null, at: START };
    return this.append(device, { type: "identity", body: { ...nobody, ...body } });
  }

  delegate(device: PeerId, root: PeerId): Known<"delegation"> {
    return this.append(device, { type: "delegation", body: { root, at: START } }, [root]);
  }

  revoke(root: PeerId, device: PeerId, lastSeq: number): CheckedRecord {
    return this.#add(revocationBytes({ root, device, lastSeq, at: START }), [root]);
  }

  found(founder: PeerId, name: string): Known<"team"> {
    return this.append(founder, { type: "team", body: { name, url: "", at: START } });
  }

  /** Another record for a place that the device has filled already. */
  contradict(device: PeerId, seq: number): FeedRecord {
    const body = { name: "other", url: "", at: START };
    const place = { device, seq, prev: seq === 0 ? NO_HASH : exampleHash("other past") };
    return this.#add(feedRecordBytes(place, { type: "team", body }), [device]) as FeedRecord;
  }

  #commit(
    contributions: CommittedRound["contributions"],
    { weightOf, base, at, label }: Required<Omit<RoundOptions, "project" | "siteOf">>,
  ): Known<"commit"> {
    const [first] = contributions.values();
    const { project, round, base: below } = must(first, "a contribution at least").content.body;
    const parts = [...contributions].map(([device, { record }]) => ({
      device,
      record: record.hash,
      weight: weightOf(device),
    }));
    const bytes = commitBytes({
      project,
      round,
      base: below,
      contributions: parts,
      state: exampleHash(`head ${round} ${below} ${label}`),
      tokens: (base?.content.body.tokens ?? 0) + parts.reduce((sum, { weight }) => sum + weight, 0),
      progress: round * STEPS,
      at,
    });
    const commit = this.#add(bytes, [...contributions.keys()]) as Known<"commit">;
    this.#commits.set(commit.record.hash, commit);
    this.#tip = commit;
    return commit;
  }

  append<Type extends FeedEntry["type"]>(
    device: PeerId,
    entry: Extract<FeedEntry, { readonly type: Type }>,
    others: readonly PeerId[] = [],
  ): Known<Type> {
    const { seq, hash } = this.#ends.get(device) ?? { seq: -1, hash: NO_HASH };
    const bytes = feedRecordBytes({ device, seq: seq + 1, prev: hash }, entry);
    const added = this.#add(bytes, [device, ...others].toSorted());
    this.#ends.set(device, { seq: seq + 1, hash: added.record.hash });
    return added as Known<Type>;
  }

  #add(bytes: Uint8Array, signers: readonly PeerId[]): CheckedRecord {
    const added = checkedRecord(unsigned(bytes, signers));
    this.records.push(added);
    return added;
  }
}

const siteField = (site: string | undefined) => (site === undefined ? {} : { site });

export function checkedRecord(record: SignedRecord): CheckedRecord {
  return must(openStored(record), "a good record");
}

export function unsigned(bytes: Uint8Array, signers: readonly PeerId[]): SignedRecord {
  const signatures = signers.map((device) => ({ device, signature: new Uint8Array(64) }));
  return { bytes, hash: recordHash(bytes), signatures };
}

/** The devices of a round in the order in which they audit this device's contribution. */
export function auditorsIn({ commit, contributions }: CommittedRound, device: PeerId): readonly PeerId[] {
  const record = must(contributions.get(device), "a contribution").record.hash;
  return auditorsOf(commit.record.hash, commit.content.body, { device, record }, (other) => other);
}

export function workOf({ contributions }: CommittedRound, device: PeerId): Known<"contribution"> {
  return must(contributions.get(device), "a contribution");
}

export function bookOf(records: readonly CheckedRecord[]): RecordBook {
  const book = new RecordBook();
  for (const record of records) book.add(record);
  return book;
}

export function accountsOf(records: readonly CheckedRecord[], inputs: Partial<FoldInputs> = {}): Accounts {
  const factsOf = (project: Hash) => (project === FACTS.project ? FACTS : null);
  return new Accounts({ book: bookOf(records), factsOf, settled: new Map(), ...inputs });
}
