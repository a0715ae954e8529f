/** One entry of every type that a device writes into its feed, and one record of every type. Like the messages, they never change. */
import { encodeCanonical } from "../../shared/ledger/canonical.ts";
import { feedRecordBytes, forkProof, revocationBytes, sealRecord } from "../../shared/ledger/record.ts";
import { type FeedEntry, NO_HASH, type RecordContent } from "../../shared/ledger/record-content.ts";
import type { VerdictBody } from "../../shared/ledger/records/verdict.ts";
import type { SignedRecord } from "../../shared/ledger/signed-record.ts";
import {
  EXAMPLE_CONTRIBUTION,
  exampleCommitRecord,
  exampleContributionRecord,
  exampleHash,
  exampleSigner,
} from "./example-messages.ts";

/** Whose devices sign the examples. */
export const PERSON = exampleSigner(100);

const at = EXAMPLE_CONTRIBUTION.at;

export const EXAMPLE_VERDICT: VerdictBody = {
  project: EXAMPLE_CONTRIBUTION.project,
  contribution: exampleHash("contribution"),
  result: "mismatch",
  window: 2,
  inner: [0, 1, 2].map((window) => exampleHash(`inner ${window}`)),
  distanceMicros: 0,
  refutes: [exampleHash("verdict")],
  at,
};

/** A type that is missing does not compile. */
export const EXAMPLE_ENTRIES: {
  readonly [Type in FeedEntry["type"]]: Extract<FeedEntry, { readonly type: Type }>;
} = {
  delegation: { type: "delegation", body: { root: PERSON.device, at } },
  identity: {
    type: "identity",
    body: {
      root: PERSON.device,
      name: "Grace – ø",
      isListed: true,
      country: "FI",
      team: exampleHash("team"),
      at,
    },
  },
  team: { type: "team", body: { name: "Herons", url: "https://herons.example/join", at } },
  contribution: { type: "contribution", body: EXAMPLE_CONTRIBUTION },
  verdict: { type: "verdict", body: EXAMPLE_VERDICT },
};

/** A contribution on the head of this name. */
export const contributionOn = (base: string): FeedEntry => ({
  type: "contribution",
  body: { ...EXAMPLE_CONTRIBUTION, base: exampleHash(base) },
});

/** A team of this name. */
export const teamNamed = (name: string): FeedEntry => ({ type: "team", body: { name, url: "", at } });

/** The first record of a device's feed. */
export function firstRecord(entry: FeedEntry): Promise<SignedRecord> {
  const device = exampleSigner(0);
  const person = entry.type === "delegation" ? [PERSON] : [];
  return sealRecord(
    feedRecordBytes({ device: device.device, seq: 0, prev: NO_HASH }, entry),
    device,
    ...person,
  );
}

/** One good record of every type; a type that is missing does not compile. */
export async function exampleRecords(): Promise<
  { readonly [Type in RecordContent["type"]]: SignedRecord } & { readonly "contribution-site": SignedRecord }
> {
  const [device, { delegation, identity, team, verdict }] = [exampleSigner(0), EXAMPLE_ENTRIES];
  const revocation = revocationBytes({ root: PERSON.device, device: device.device, lastSeq: 41, at });
  const project = encodeCanonical({ v: 1, type: "project", body: { name: "Stories", licence: "CC0-1.0" } });
  return {
    contribution: await exampleContributionRecord(),
    "contribution-site": await firstRecord({
      type: "contribution",
      body: { ...EXAMPLE_CONTRIBUTION, site: "https://herons.example" },
    }),
    commit: await exampleCommitRecord(3, 3),
    delegation: await firstRecord(delegation),
    identity: await firstRecord(identity),
    team: await firstRecord(team),
    verdict: await firstRecord(verdict),
    revocation: await sealRecord(revocation, PERSON),
    project: await sealRecord(project, device),
    "fork-proof": forkProof(await firstRecord(team), await firstRecord(identity)),
  };
}
