/** The ledger of this browser with what the service needs beside it. */
import type { CheckedRecord } from "../../shared/ledger/checked-record.ts";
import type { Ledger } from "../../shared/ledger/ledger.ts";
import type { SignedRecord } from "../../shared/ledger/signed-record.ts";
import type { Verifier } from "../../shared/ports/signatures.ts";
import type { KeyStore } from "../identity/key-store.ts";
import type { LedgerDatabase } from "../storage/ledger-store.ts";
import type { MaterialStore } from "../storage/material-store.ts";
import { Claims } from "./claims.ts";
import { closeAccounts } from "./close-accounts.ts";
import { IdentityChanges } from "./identity-changes.ts";
import { ProjectDirectory } from "./project-directory.ts";
import { findSelf } from "./self.ts";
import type { SharedPen } from "./shared-pen.ts";
import { Writer } from "./writer.ts";

export interface LedgerParts {
  readonly ledger: Ledger;
  /** Null where the browser keeps nothing. */
  readonly keys: KeyStore | null;
  readonly projects: ProjectDirectory;
  readonly changes: IdentityChanges;
  readonly claims: Claims;
  /** Receipts that were found damaged on the disk. */
  readonly damagedCount: () => number;
}

export interface PartsPorts {
  readonly profile: {
    ledger(): Promise<Ledger>;
    keys(): Promise<KeyStore | null>;
    /** In a frame on somebody else's page. It does not change once somebody has begun to work. */
    readonly isAlone: boolean;
    /** What the ledger is kept in; null where the browser keeps nothing. */
    disk(): Promise<Pick<LedgerDatabase, "records" | "projects"> | null>;
  };
  /** What bundles are made of. */
  readonly material: Pick<MaterialStore, "base" | "roundsOf" | "update">;
  readonly pen: Pick<SharedPen, "held" | "write" | "standAlone">;
  readonly verifier: Verifier;
  readonly publish: (record: SignedRecord) => void;
  readonly wallSeconds: () => number;
  readonly onProblem: (error: unknown) => void;
}

/** @param ledger as the profile gave it @param onRecord hears of every record that is new */
export async function openParts(
  { profile, material, pen, verifier, publish, wallSeconds, onProblem }: PartsPorts,
  ledger: Ledger,
  onRecord: (record: CheckedRecord) => void,
): Promise<LedgerParts> {
  const [keys, disk] = [await profile.keys(), await profile.disk()];
  const projects = await ProjectDirectory.open(ledger, disk?.projects ?? null).catch((error: unknown) => {
    onProblem(error);
    return ProjectDirectory.open(ledger, null);
  });
  for (const project of projects.all()) {
    const last = (await material.roundsOf(project).catch(() => [])).at(-1);
    if (last !== undefined) ledger.follow(project, last.commit);
  }
  if (keys !== null && disk !== null && projects.all().length > 0) {
    // Without the keys it cannot be told whose receipts are the own ones.
    const close = async () => {
      const self = await findSelf({ ledger, keys, isAlone: profile.isAlone }, pen.held);
      await closeAccounts({ ledger, self, material, nowSeconds: wallSeconds() }, projects.all());
    };
    await close().catch(onProblem);
  }
  const writer = new Writer({ ledger, publish });
  const keep = async (record: SignedRecord) => disk?.records.add([record]);
  const isAlone = () => profile.isAlone;
  const changes = new IdentityChanges({ ledger, keys, isAlone, pen, writer, keep, wallSeconds });
  const claims = new Claims({ ledger, keys, pen, writer, verifier, wallSeconds });
  ledger.listen(onRecord);
  return { ledger, keys, projects, changes, claims, damagedCount: () => disk?.records.damagedCount ?? 0 };
}
